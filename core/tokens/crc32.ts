const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** CRC-32 (that of zip and PNG) of ASCII text, as an unsigned number. */
export const crc32 = (text: string): number => {
  let rest = 0xffffffff
  for (let at = 0; at < text.length; at += 1) {
    rest = (rest >>> 8) ^ (table[(rest ^ text.charCodeAt(at)) & 0xff] ?? 0)
  }
  return (rest ^ 0xffffffff) >>> 0
}
