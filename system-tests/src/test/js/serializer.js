// Encodes or decodes each line of a file with the official serializer: `node serializer.js <decode|encode> <in> <out>`.
// Each line is a JSON value: a string is a text frame, {"bytes": hex} is a binary frame or a binary payload.
import {readFileSync, writeFileSync} from "node:fs"
import {Serializer} from "phoenix"

const toBuffer = hex => Uint8Array.from(Buffer.from(hex, "hex")).buffer
const isBytes = value => value !== null && typeof value === "object" && Object.hasOwn(value, "bytes")
const fromBuffer = value => (value instanceof ArrayBuffer ? {bytes: Buffer.from(value).toString("hex")} : value)

const work = {
  decode(frame){
    return Serializer.decode(isBytes(frame) ? toBuffer(frame.bytes) : frame, message => {
      let {payload} = message
      if(payload?.response instanceof ArrayBuffer){
        payload = {...payload, response: fromBuffer(payload.response)}
      }
      return {...message, payload: fromBuffer(payload)}
    })
  },

  encode(message){
    const payload = isBytes(message.payload) ? toBuffer(message.payload.bytes) : message.payload
    try {
      return Serializer.encode({...message, payload}, fromBuffer)
    } catch(error){
      return {error: error.message}
    }
  }
}

const [task, input, output] = process.argv.slice(2)
const lines = readFileSync(input, "utf8").split("\n").filter(line => line !== "")
// Escapes keep lone surrogates intact, and prevent line separators from splitting lines.
const ascii = text => text.replace(/[^\x20-\x7e]/g, unit => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"))
writeFileSync(output, lines.map(line => ascii(JSON.stringify(work[task](JSON.parse(line)))) + "\n").join(""))
