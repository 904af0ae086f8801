import { createHash } from 'node:crypto'
import { decodeFrame, encodeClose, encodeFrame, MOST_BYTES, OPCODE } from './frames.mjs'
import { settings } from './settings.mjs'

const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const GOING_AWAY = 1001
const CLOSE_WAIT_MS = 1000

function refuse(socket, status) {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\nx-version: ${settings.version}\r\ncontent-length: 0\r\n\r\n`)
}

function shakeHands(socket, key) {
  const accept = createHash('sha1').update(`${key}${KEY_SUFFIX}`).digest('base64')
  const lines = ['upgrade: websocket', 'connection: Upgrade', `sec-websocket-accept: ${accept}`]
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\nx-version: ${settings.version}\r\n\r\n`)
}

/** Sends back every message on `/ws`; closes with 1001 when the service stops. */
export function acceptWebSocket(request, socket, head, shutdown) {
  socket.on('error', () => socket.destroy())
  const key = request.headers['sec-websocket-key']
  const wanted = request.headers.upgrade?.toLowerCase() === 'websocket'
  if (request.url?.split('?')[0] !== '/ws') return refuse(socket, '404 Not Found')
  if (!wanted || !key || shutdown.begun) return refuse(socket, '400 Bad Request')
  shakeHands(socket, key)
  const connection = new Connection(socket)
  const forget = shutdown.onBegin(() => connection.close(GOING_AWAY))
  socket.on('close', forget)
  socket.on('end', () => socket.end())
  socket.on('data', (chunk) => connection.take(chunk))
  if (head.length > 0) connection.take(head)
}

class Connection {
  #socket
  #buffer = Buffer.alloc(0)
  #closing = false
  #kind = OPCODE.text
  #parts = []

  constructor(socket) {
    this.#socket = socket
  }

  take(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    try {
      for (let next = decodeFrame(this.#buffer); next; next = decodeFrame(this.#buffer)) {
        this.#buffer = next.rest
        this.#answer(next.frame)
      }
    } catch (code) {
      if (typeof code !== 'number') throw code
      this.close(code)
    }
  }

  /** Says why, and ends when the other side has answered or does not in time. */
  close(code) {
    if (this.#closing) return
    this.#closing = true
    this.#socket.write(encodeClose(code))
    setTimeout(() => this.#socket.destroy(), CLOSE_WAIT_MS).unref()
  }

  #answer({ final, opcode, payload }) {
    if (opcode === OPCODE.close) return this.#closed(payload)
    if (this.#closing) return
    if (opcode === OPCODE.ping) return this.#socket.write(encodeFrame(OPCODE.pong, payload))
    if (opcode === OPCODE.pong) return
    if (opcode > OPCODE.binary) throw 1002
    if (opcode !== OPCODE.continuation) this.#kind = opcode
    this.#parts.push(payload)
    if (this.#parts.reduce((sum, part) => sum + part.length, 0) > MOST_BYTES) throw 1009
    if (!final) return
    this.#socket.write(encodeFrame(this.#kind, Buffer.concat(this.#parts)))
    this.#parts = []
  }

  #closed(payload) {
    if (!this.#closing) this.#socket.write(encodeFrame(OPCODE.close, payload.subarray(0, 2)))
    this.#closing = true
    this.#socket.end()
  }
}
