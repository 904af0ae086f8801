import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** A DNS server on this machine that says of each name that it does not know it, or nothing. */
export const startDns = async (
  says: (name: string) => 'unknown' | 'nothing',
): Promise<{ address: string; close(): Promise<void> }> => {
  const socket = createSocket('udp4')
  socket.on('message', (question, { port, address }) => {
    if (says(nameIn(question)) === 'nothing') return
    const answer = Buffer.from(question)
    // An answer, recursion available, NXDOMAIN.
    answer.writeUInt16BE(0x8183, 2)
    socket.send(answer, port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address() as AddressInfo
  return {
    address: `127.0.0.1:${port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

/** Labels with their lengths, behind a head of twelve bytes. */
const nameIn = (question: Buffer): string => {
  const labels: string[] = []
  for (let at = 12; question[at]; at += 1 + (question[at] ?? 0)) {
    labels.push(question.toString('latin1', at + 1, at + 1 + (question[at] ?? 0)))
  }
  return labels.join('.')
}
