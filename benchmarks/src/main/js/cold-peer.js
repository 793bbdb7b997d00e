// A new process with the official JavaScript client, which joins a topic and sends its first requests, like
// ColdMain.java. Argument: the URI of a socket, such as ws://127.0.0.1:4000/socket.

const begin = process.hrtime.bigint();
const { Socket } = await import("phoenix");
const { default: WebSocket } = await import("ws");

const PATIENCE_MILLIS = 180_000;
const IN_FLIGHT = 64;
const PROSE = "the quick brown fox jumps over the lazy dog, ";
const payload = { text: PROSE.repeat(2).slice(0, 89) };

const socket = new Socket(process.argv[2], { transport: WebSocket, timeout: PATIENCE_MILLIS });
socket.connect();
const channel = socket.channel("bench:000", {});
await new Promise((resolve, reject) => {
  channel
    .join()
    .receive("ok", resolve)
    .receive("error", (response) => reject(new Error(JSON.stringify(response))));
});
console.log(String(process.hrtime.bigint() - begin));

const { createInterface } = await import("node:readline");

const echo = (requests) =>
  new Promise((resolve) => {
    let unsent = requests - IN_FLIGHT;
    let left = requests;
    const next = () =>
      channel.push("echo", payload, PATIENCE_MILLIS).receive("ok", () => {
        if (--left === 0) resolve();
        if (unsent-- > 0) next();
      });
    for (let i = 0; i < IN_FLIGHT; i++) next();
  });

for await (const line of createInterface({ input: process.stdin })) {
  await echo(Number(line));
  console.log(line);
}
process.exit(0);
