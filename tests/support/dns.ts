import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** A DNS server on this machine that says of each name its IPv4 address, that it does not know it, or nothing. */
export const startDns = async (
  says: (name: string) => string | 'unknown' | 'nothing',
): Promise<{ address: string; close(): Promise<void> }> => {
  const socket = createSocket('udp4')
  socket.on('message', (question, { port, address }) => {
    const said = says(nameIn(question))
    if (said === 'nothing') return
    socket.send(said === 'unknown' ? answerTo(question, notKnown) : addressFor(question, said), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address() as AddressInfo
  return {
    address: `127.0.0.1:${port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

/** An answer, recursion available; the last digit is NXDOMAIN. */
const notKnown = 0x8183
const noError = 0x8180

/** The question again, with what becomes of it. */
const answerTo = (question: Buffer, flags: number, answers = 0): Buffer => {
  const answer = Buffer.from(question)
  answer.writeUInt16BE(flags, 2)
  answer.writeUInt16BE(answers, 6)
  // What c-ares adds to its questions is none of an answer's.
  answer.writeUInt16BE(0, 10)
  return answer.subarray(0, endOfQuestion(question))
}

const addressFor = (question: Buffer, address: string): Buffer => {
  const isAboutA = question.readUInt16BE(endOfQuestion(question) - 4) === 1
  if (!isAboutA) return answerTo(question, noError)
  // Of the name in the question (by a pointer to it): A, IN, a minute, four bytes.
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([answerTo(question, noError, 1), record])
}

/** Behind its name, a type and a class. */
const endOfQuestion = (question: Buffer): number => question.indexOf(0, 12) + 5

/** Labels with their lengths, behind a head of twelve bytes. */
const nameIn = (question: Buffer): string => {
  const labels: string[] = []
  for (let at = 12; question[at]; at += 1 + (question[at] ?? 0)) {
    labels.push(question.toString('latin1', at + 1, at + 1 + (question[at] ?? 0)))
  }
  return labels.join('.')
}
