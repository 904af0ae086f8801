import { once } from 'node:events'
import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'

const code = `
const { parentPort, workerData } = require('node:worker_threads')
const server = require('node:http').createServer((_, response) => response.end('hello'))
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port)
  parentPort.once('message', () => {
    parentPort.postMessage('busy')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, workerData)
  })
})`

/**
 * A server on 127.0.0.1 that takes no connection for so long and has its queue full: the machine drops whoever comes then,
 * who tries again after a second, as over a line that loses packets.
 */
export const startBusyServer = async (busyMs: number): Promise<{ port: number; close(): Promise<void> }> => {
  const worker = new Worker(code, { eval: true, workerData: busyMs })
  const [port] = z.tuple([z.number()]).parse(await once(worker, 'message'))
  worker.postMessage('be busy')
  await once(worker, 'message')
  const waiting = Array.from({ length: 4 }, () => connect({ port, host: '127.0.0.1' }).on('error', () => undefined))
  // Two are in the queue, which is then full; the others wait as whoever comes next does.
  await Promise.all(waiting.slice(0, 2).map((socket) => once(socket, 'connect')))
  return {
    port,
    close: async () => {
      for (const socket of waiting) socket.destroy()
      await worker.terminate()
    },
  }
}
