/**
 * Calls the API 20,000 times with what makes no sense; prints the seed and the answers, and fails when one was the
 * platform's own failure or a refused call changed something. `FUZZ_SEED=…` makes the same calls again.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const { FUZZ_REQUESTS = '20000' } = process.env
const vitest = spawn(
  'npx',
  ['vitest', 'run', '--project', 'integration', '--test-timeout', '3600000', 'tests/integration/api/fuzz.test.ts'],
  { stdio: 'inherit', env: { ...process.env, FUZZ_REQUESTS } },
)
const [code] = await once(vitest, 'exit')
process.exitCode = typeof code === 'number' ? code : 1
