// Runs histories of presence messages through the official Presence: `node presence.js <in> <out>`. Each line of the
// input is one history, a list of {"kind": "join"}, {"kind": "state", "payload": ...} and {"kind": "diff", ...}. Each
// line of the output is the list of the results, one for each message.
import {createReadStream, createWriteStream} from "node:fs"
import {createInterface} from "node:readline"
import {Presence} from "phoenix"

const refs = presence => presence.metas.map(meta => meta.phx_ref)

const run = history => {
  const handlers = {}
  let joinRef = null
  let calls = []
  let syncs = 0
  const presence = new Presence({on: (event, handler) => (handlers[event] = handler), joinRef: () => joinRef})
  presence.onJoin((key, current, joined) => calls.push({kind: "join", key, refs: refs(joined)}))
  presence.onLeave((key, current, left) => calls.push({kind: "leave", key, refs: refs(left)}))
  presence.onSync(() => syncs++)

  return history.map(({kind, payload}, index) => {
    calls = []
    syncs = 0
    let error = null
    if(kind === "join"){
      joinRef = `${index + 1}`
    } else {
      try {
        handlers[`presence_${kind}`](payload)
      } catch(thrown){
        error = thrown.message
      }
    }
    const {state, pendingDiffs} = presence
    // Converts the result to text at once, because later messages change this state in place.
    return JSON.stringify({calls, syncs, error, pending: pendingDiffs.length, keys: Object.keys(state), state})
  })
}

const [input, output] = process.argv.slice(2)
const out = createWriteStream(output)
for await (const line of createInterface({input: createReadStream(input), crlfDelay: Infinity})){
  out.write(`[${run(JSON.parse(line)).join(",")}]\n`)
}
out.end()
