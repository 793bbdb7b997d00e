// Tests a server with the official client. Prints a line for each step and exits with 0 if all steps succeed. The argument
// is the address of a socket, such as ws://localhost:4000/socket, with the channels of RoomChannel.java.

import { Socket } from "phoenix";
import WebSocket from "ws";
import assert from "node:assert/strict";

const uri = process.argv[2];
const PATIENCE_MILLIS = 60_000;
const SOON_MILLIS = 50;

function connect(params) {
  return new Socket(uri, {
    params,
    transport: WebSocket,
    reconnectAfterMs: () => SOON_MILLIS,
    rejoinAfterMs: () => SOON_MILLIS,
  });
}

/** Resolves with the value of the first callback. Rejects if none comes in time. */
function first(what, subscribe) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing came of ${what}`)), PATIENCE_MILLIS);
    subscribe((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

/** Resolves with the answer to a push, a join or a leave. */
const answer = (push) =>
  first(`${push.event} on ${push.channel.topic}`, (done) => {
    for (const status of ["ok", "error", "timeout"]) {
      push.receive(status, (response) => done({ status, response }));
    }
  });

const message = (channel, event) =>
  first(`${event} on ${channel.topic}`, (done) => {
    const ref = channel.on(event, (payload) => {
      channel.off(event, ref);
      done(payload);
    });
  });

/**
 * Resolves when the channel is joined with a new join_ref. Polls the channel, because its joinPush calls a new callback
 * at once with the response to the old join.
 */
const rejoined = (channel, before) =>
  first(`a join of ${channel.topic} after ${before}`, (done) => {
    const ask = setInterval(() => {
      if (channel.state === "joined" && channel.joinRef() !== before) {
        clearInterval(ask);
        done();
      }
    }, 5);
  });

const bytes = (...values) => new Uint8Array(values).buffer;

const steps = {
  async "a refused connect"() {
    const socket = connect({ token: "stale" });
    const error = first("a stale token", (done) => socket.onError(done));
    socket.connect();
    assert.match((await error).message, /403/);
    socket.disconnect();
  },

  async "a connect"() {
    this.socket = connect({ token: "good", list: { of: "maps" } });
    const open = first("a good token", (done) => this.socket.onOpen(done));
    this.socket.connect();
    await open;
  },

  async "a heartbeat"() {
    const rtt = first("a heartbeat", (done) => assert.ok(this.socket.ping(done)));
    assert.ok((await rtt) >= 0);
  },

  async "a refused join"() {
    const channel = this.socket.channel("rooms:locked");
    assert.deepEqual(await answer(channel.join()), { status: "error", response: { reason: "locked" } });
    channel.leave();
  },

  async "a topic without a channel"() {
    const channel = this.socket.channel("kitchens:1");
    const { status, response } = await answer(channel.join());
    assert.equal(status, "error");
    assert.equal(response.reason, "unmatched topic");
    channel.leave();
  },

  async "a join"() {
    this.room = this.socket.channel("rooms:lobby", () => ({ name: "J\u00f6rg \u{1f984}" }));
    assert.deepEqual(await answer(this.room.join()), { status: "ok", response: { name: "J\u00f6rg \u{1f984}" } });
  },

  async "a push and its reply"() {
    const payload = { text: "\u2028 \u{1f600}", list: [1, 2.5, null, true] };
    assert.deepEqual(await answer(this.room.push("echo", payload)), { status: "ok", response: payload });
    assert.deepEqual(await answer(this.room.push("refuse", {})), { status: "error", response: { reason: "no" } });
    assert.equal((await answer(this.room.push("ignore", {}, SOON_MILLIS))).status, "timeout");
  },

  async "a broadcast"() {
    const other = connect({ token: "good" });
    other.connect();
    const theirs = other.channel("rooms:lobby", { name: "other" });
    assert.equal((await answer(theirs.join())).status, "ok");
    const heard = Promise.all([message(this.room, "said"), message(theirs, "said")]);
    theirs.push("say", { text: "hello" });
    assert.deepEqual(await heard, [{ text: "hello" }, { text: "hello" }]);
    other.disconnect();
  },

  async "binary both ways"() {
    const { status, response } = await answer(this.room.push("echo", bytes(0, 1, 127, 128, 255)));
    assert.equal(status, "ok");
    assert.deepEqual(response, bytes(0, 1, 127, 128, 255));
    const heard = message(this.room, "said");
    this.room.push("say", bytes(255, 0));
    assert.deepEqual(await heard, bytes(255, 0));
    const pushed = message(this.room, "gift");
    this.room.push("give", {});
    assert.deepEqual(await pushed, bytes(7));
  },

  async "a crash and the join after it"() {
    const crashed = first("a crash", (done) => this.room.onError(done));
    const before = this.room.joinRef();
    this.room.push("crash", {});
    await crashed;
    await rejoined(this.room, before);
    assert.equal((await answer(this.room.push("echo", {}))).status, "ok");
  },

  async "a cut connection and the join after it"() {
    const closed = first("the cut", (done) => this.socket.onClose(done));
    const reopened = first("the connect after the cut", (done) => this.socket.onOpen(done));
    const before = this.room.joinRef();
    this.room.push("cut", {});
    assert.equal((await closed).code, 1006);
    await reopened;
    await rejoined(this.room, before);
    assert.equal((await answer(this.room.push("echo", {}))).status, "ok");
  },

  async "a leave"() {
    const closed = first("a leave", (done) => this.room.onClose(done));
    assert.equal((await answer(this.room.leave())).status, "ok");
    await closed;
  },

  async "a channel that the server closes"() {
    const room = this.socket.channel("rooms:brief", {});
    assert.equal((await answer(room.join())).status, "ok");
    const closed = first("the server's close", (done) => room.onClose(done));
    room.push("stop", {});
    await closed;
    assert.equal(room.state, "closed");
  },

  async "a disconnect"() {
    await first("a disconnect", (done) => this.socket.disconnect(() => done()));
    assert.equal(this.socket.isConnected(), false);
  },
};

const shared = {};
for (const [name, step] of Object.entries(steps)) {
  try {
    await step.call(shared);
    console.log(name);
  } catch (error) {
    console.log(`FAILED: ${name}: ${error.stack}`);
    process.exit(1);
  }
}
process.exit(0);
