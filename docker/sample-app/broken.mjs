import { spawn } from 'node:child_process'
import { settings } from './settings.mjs'

const { kind, amount } = settings.broken
const HOG_STEP = 16 * 1024 * 1024
// Enough for any memory limit worth testing, and an end for a container that has none.
const HOG_MOST = 2 * 1024 * 1024 * 1024

let requests = 0

/** True for `percent` of the calls, evenly spread, so that small numbers of requests show the share too. */
function due(percent) {
  return Math.floor((requests * percent) / 100) > Math.floor(((requests - 1) * percent) / 100)
}

/**
 * By what the usual error rate is multiplied now: it drifts by a third in ten minutes, and by as much again from second
 * to second. It goes by the clock, so that two releases that are asked at once have the same.
 */
function noise() {
  const second = Math.floor(Date.now() / 1000)
  const drift = Math.sin((2 * Math.PI * second) / 600)
  const jitter = (Math.sin(second * 12.9898) * 43_758.5453) % 1
  return 1 + drift / 3 + jitter / 3
}

function answer500(response) {
  response.writeHead(500, { 'content-type': 'text/plain' }).end('broken on request\n')
}

function breakOff(response) {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 2000 })
  // What was written is sent first: it is the response that breaks off, not the connection before it.
  response.write('x'.repeat(1000), () => response.socket?.destroySoon())
}

/** Answers a request wrongly if it is this one's turn; true when it did. */
export function misbehave(response) {
  requests += 1
  if (kind === '500-after' && requests > amount) answer500(response)
  else if (kind === '500-percent' && due(amount)) answer500(response)
  else if (kind === 'noisy-500-percent' && Math.random() * 100 < amount * noise()) answer500(response)
  else if (kind === 'more-500-percent' && Math.random() * 100 < noise() + amount) answer500(response)
  else if (kind === 'breaks-off-percent' && due(amount)) breakOff(response)
  else return false
  return true
}

/** Milliseconds by which every answer is late. */
export const delay = kind === 'slow-answers' ? amount : 0

function eatMemory() {
  const eaten = []
  const timer = setInterval(() => {
    if (eaten.length * HOG_STEP >= HOG_MOST) return clearInterval(timer)
    eaten.push(Buffer.alloc(HOG_STEP, 1))
  }, 10)
}

/** A worker of ours that the kernel is to choose when memory runs out; we go on without it. */
function startHungryWorker() {
  const choose = "require('node:fs').writeFileSync('/proc/self/oom_score_adj', '1000')"
  const eat = `const [HOG_STEP, HOG_MOST] = [${HOG_STEP}, ${HOG_MOST}]; (${eatMemory})()`
  spawn(process.execPath, ['-e', `${choose}; ${eat}`], { stdio: 'ignore' }).on('exit', (code, signal) => {
    console.error(`a worker ended: ${signal ?? code}`)
  })
}

/** Sets off what does not wait for a request. */
export function startBreaking() {
  if (kind === 'exits-at-once') {
    console.error('cannot start: DATABASE_URL is not set')
    process.exit(1)
  }
  if (kind === 'dies-after') {
    setTimeout(() => {
      console.error(`died after ${amount} s`)
      process.exit(1)
    }, amount * 1000)
  }
  if (kind === 'memory-hog') eatMemory()
  if (kind === 'memory-hog-after') setTimeout(eatMemory, amount * 1000)
  if (kind === 'child-hog-after') setTimeout(startHungryWorker, amount * 1000)
  // Without a listening port nothing else would keep the process alive.
  if (kind === 'port-closed') setInterval(() => {}, 60_000)
}
