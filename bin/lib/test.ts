import { rmSync } from 'node:fs'
import { generateClient } from './build'
import { runStaticCheck, runSuite, STATIC_CHECKS, SUITES, type Tally } from './checks'
import { dockerNeeds, ensureDocker } from './docker-engine'
import { runCommand } from './fault'
import { home } from './home'
import { installMissing, type Need } from './packages'
import { checkMachine } from './preflight'
import { say } from './progress'
import { REDIS_NEED } from './redis'

const NEEDS: readonly Need[] = [
  REDIS_NEED,
  {
    programs: ['haproxy', 'busybox', 'perl'],
    packages: ['haproxy', 'busybox-static', 'perl-base'],
    why: 'the tests build images from them',
  },
  { programs: ['docker-registry'], packages: ['docker-registry'], why: 'a real registry for the tests' },
  { programs: ['openssl'], packages: ['openssl'], why: 'certificates of hosts that the tests reach over TLS' },
  { programs: ['chromium'], packages: ['chromium'], why: 'the browser tests' },
]

runCommand(async () => {
  checkMachine()
  await installMissing([...(await dockerNeeds(process.env.DOCKER_HOST)), ...NEEDS])
  await ensureDocker()
  await generateClient()
  const total = { passed: 0, failed: 0, failures: [] as string[] }
  const add = (name: string, tally: Tally) => {
    total.passed += tally.passed
    total.failed += tally.failed
    total.failures.push(...tally.failures)
    say(`${tally.failed === 0 ? '✓' : '✗'} ${name}: ${tally.passed} passed, ${tally.failed} failed`)
  }
  for (const check of STATIC_CHECKS) add(check.name, await runStaticCheck(check))
  for (const suite of SUITES) add(suite, await runSuite(suite))
  rmSync(home.root, { recursive: true, force: true })
  for (const failure of total.failures) process.stdout.write(`\n✗ ${failure}\n`)
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
  return total.failed === 0 ? 0 : 1
})
