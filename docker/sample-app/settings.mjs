/** Ways to be broken, and the number each may or must have after a colon. */
const KINDS = {
  none: null,
  'exits-at-once': null,
  'never-healthy': null,
  'health-404': null,
  'health-500': null,
  'health-redirect': null,
  'health-slow': null,
  'port-closed': null,
  'dies-after': 'seconds',
  'unhealthy-after': 'seconds',
  '500-after': 'requests',
  '500-percent': 'percent',
  'noisy-500-percent': 'percent',
  // As many more than a noisy 1 %.
  'more-500-percent': 'percent',
  'breaks-off-percent': 'percent',
  'slow-answers': 'milliseconds',
  'ignores-sigterm': null,
  'memory-hog': null,
  'memory-hog-after': 'seconds',
  // In a process besides, which is the one to be killed for it.
  'child-hog-after': 'seconds',
}

function refuse(sentence) {
  console.error(sentence)
  process.exit(2)
}

function readNumber(name, fallback) {
  const text = process.env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) refuse(`${name} must be a number of at least 0.`)
  return value
}

function readBroken() {
  const [kind, amount] = (process.env.BROKEN || 'none').split(':')
  const unit = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (unit === undefined) refuse(`BROKEN must be one of ${Object.keys(KINDS).join(', ')}.`)
  const value = Number(amount)
  if (unit !== null && (!amount || !(value >= 0))) refuse(`BROKEN=${kind} needs ${unit}: ${kind}:5.`)
  return { kind, amount: unit === null ? 0 : value }
}

export const settings = {
  port: readNumber('PORT', 3000),
  readyAfterMs: readNumber('READY_AFTER_MS', 0),
  // The image sets it; an app's own VERSION goes before.
  version: process.env.VERSION || 'dev',
  broken: readBroken(),
}
