// WebSocket frames, RFC 6455 part 5.2.
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 }
export const MOST_BYTES = 1024 * 1024

/** One unmasked frame, as servers send them. */
export function encodeFrame(opcode, payload) {
  const length = payload.length
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  header[0] = 0x80 | opcode
  if (length < 126) header[1] = length
  else if (length < 65_536) {
    header[1] = 126
    header.writeUInt16BE(length, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([header, payload])
}

export function encodeClose(code) {
  const payload = Buffer.alloc(2)
  payload.writeUInt16BE(code)
  return encodeFrame(OPCODE.close, payload)
}

function payloadLength(buffer) {
  const short = buffer[1] & 0x7f
  if (short < 126) return { length: short, at: 2 }
  if (short === 126) return buffer.length < 4 ? null : { length: buffer.readUInt16BE(2), at: 4 }
  return buffer.length < 10 ? null : { length: Number(buffer.readBigUInt64BE(2)), at: 10 }
}

/**
 * The first frame in the buffer and what follows it; null when it has not arrived whole. Throws the close code for a
 * client that does not keep to the protocol.
 */
export function decodeFrame(buffer) {
  if (buffer.length < 2) return null
  const masked = (buffer[1] & 0x80) !== 0
  if (!masked || (buffer[0] & 0x70) !== 0) throw 1002
  const size = payloadLength(buffer)
  if (!size) return null
  if (size.length > MOST_BYTES) throw 1009
  const start = size.at + 4
  if (buffer.length < start + size.length) return null
  const mask = buffer.subarray(size.at, start)
  const payload = Buffer.from(buffer.subarray(start, start + size.length))
  for (let index = 0; index < payload.length; index += 1) payload[index] ^= mask[index % 4]
  const frame = { final: (buffer[0] & 0x80) !== 0, opcode: buffer[0] & 0x0f, payload }
  return { frame, rest: buffer.subarray(start + size.length) }
}
