// The official JavaScript client as a process. It runs the command in each line of its input, and answers with one line
// of JSON, like TrafficMain.java. Argument: the URI of a socket, such as ws://127.0.0.1:4000/socket.

import { Socket } from "phoenix";
import WebSocket from "ws";
import readline from "node:readline";

const PATIENCE_MILLIS = 180_000;
const PROSE = "the quick brown fox jumps over the lazy dog, ";

const uri = process.argv[2];
let socket;
let channels = [];
let taker = () => {};

function text(bytes) {
  const length = Math.max(bytes - 11, 0);
  return PROSE.repeat(Math.ceil(length / PROSE.length)).slice(0, length);
}

const topicOf = (index) => `bench:${String(index).padStart(3, "0")}`;

const answered = (push) =>
  new Promise((resolve, reject) => {
    push.receive("ok", resolve);
    push.receive("error", (response) => reject(new Error(JSON.stringify(response))));
    push.receive("timeout", () => reject(new Error("no reply in time")));
  });

async function connect(topics) {
  socket?.disconnect();
  socket = new Socket(uri, { transport: WebSocket, timeout: PATIENCE_MILLIS });
  socket.connect();
  channels = [];
  for (let i = 0; i < topics; i++) {
    const channel = socket.channel(topicOf(i), {});
    channel.on("msg", () => taker());
    await answered(channel.join());
    channels.push(channel);
  }
  return { topics };
}

const push = (event, payload) => channels[0].push(event, payload, PATIENCE_MILLIS);

async function flood(messages, bytes, topics) {
  const sample = await measured(messages, () =>
    new Promise((resolve) => {
      let left = messages;
      taker = () => {
        if (--left === 0) resolve([]);
      };
      push("flood", { messages, bytes, topics });
    }),
  );
  await answered(push("arrived", { messages }));
  return sample;
}

const echo = (requests, inFlight, bytes) =>
  measured(requests, () =>
    new Promise((resolve) => {
      const payload = { text: text(bytes) };
      let unsent = requests - inFlight;
      let left = requests;
      const next = () =>
        push("echo", payload).receive("ok", () => {
          if (--left === 0) resolve([]);
          if (unsent-- > 0) next();
        });
      for (let i = 0; i < inFlight; i++) next();
    }),
  );

const trips = (requests, bytes) =>
  measured(requests, async () => {
    const payload = { text: text(bytes) };
    const nanos = [];
    for (let i = 0; i < requests; i++) {
      const begin = process.hrtime.bigint();
      await answered(push("echo", payload));
      nanos.push(Number(process.hrtime.bigint() - begin));
    }
    return nanos;
  });

async function measured(count, work) {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  const nanos = await work();
  const wallNanos = Number(process.hrtime.bigint() - wall);
  const { user, system } = process.cpuUsage(cpu);
  return { count, wallNanos, cpuNanos: (user + system) * 1000, allocatedBytes: -1, nanos };
}

const commands = { connect, flood, echo, trips };

for await (const line of readline.createInterface({ input: process.stdin })) {
  const [word, ...numbers] = line.split(" ");
  if (!commands[word]) throw new Error(`unknown command: ${line}`);
  console.log(JSON.stringify(await commands[word](...numbers.map(Number))));
}
process.exit(0);
