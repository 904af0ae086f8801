import { parseArgs } from 'node:util'
import { Fault, runCommand } from './fault'
import { home } from './home'
import { startPlatform } from './platform'
import { say, step } from './progress'
import { readSettings } from './settings'
import { nextSignal } from './signals'

const USAGE = 'Usage: bin/up [--wait-ready]'

runCommand(async () => {
  const waitReady = readArguments()
  const interrupted = nextSignal()
  const settings = readSettings(process.env)
  const platform = await startPlatform(settings)
  const { url, email, proxyUrl } = platform.credentials
  say(
    `\nGapless is ready at ${settings.GAPLESS_URL ?? url}. Sign in as ${email}; the password is in ${home.credentials}.`,
  )
  say(`Apps are served at ${proxyUrl}. Ctrl-C stops Gapless; the apps go on.`)
  if (waitReady) process.stdout.write(`ready ${url}\n`)
  await interrupted
  await step('Stopping (your apps go on serving)', () => platform.stop())
  return 0
})

function readArguments(): boolean {
  try {
    return parseArgs({ options: { 'wait-ready': { type: 'boolean' } } }).values['wait-ready'] ?? false
  } catch {
    throw new Fault(USAGE)
  }
}
