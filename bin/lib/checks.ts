import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { home, project } from './home'

export interface Tally {
  passed: number
  failed: number
  /** What failed, a line each: they are told again at the end of a long run. */
  failures: readonly string[]
}

const LONGEST_MS = 60 * 60_000

/** A check that passes or fails as one: a tool of node_modules and its arguments. */
export interface StaticCheck {
  name: string
  /** Script under node_modules or in the project, run by Node. */
  script: string
  args: readonly string[]
}

export const STATIC_CHECKS: readonly StaticCheck[] = [
  { name: 'format', script: 'node_modules/@biomejs/biome/bin/biome', args: ['format'] },
  { name: 'lint', script: 'node_modules/@biomejs/biome/bin/biome', args: ['lint', '--error-on-warnings'] },
  { name: 'route types', script: 'node_modules/next/dist/bin/next', args: ['typegen'] },
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['--noEmit'] },
  { name: 'import rules', script: 'node_modules/tsx/dist/cli.mjs', args: ['bin/lib/import-rules.ts'] },
  { name: 'unused code', script: 'node_modules/knip/bin/knip.js', args: [] },
]

export const SUITES = ['unit', 'contracts', 'integration', 'browser'] as const

function runNode(script: string, args: readonly string[], onOutput: (text: string) => void): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(project, script), ...args], {
      cwd: project,
      env: { ...process.env, CI: '1', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
    })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput)
    child.on('error', reject).on('close', resolve)
  })
}

/** Runs the check; what it wrote is shown only when it fails. */
export async function runStaticCheck(check: StaticCheck): Promise<Tally> {
  let output = ''
  const code = await runNode(check.script, check.args, (text) => {
    output += text
  })
  if (code === 0) return { passed: 1, failed: 0, failures: [] }
  process.stdout.write(`\n${check.name}:\n${output}\n`)
  return { passed: 0, failed: 1, failures: [check.name] }
}

const reportSchema = z.object({
  numPassedTests: z.number(),
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      /** Why the file failed outside its tests: in a hook, or while it was loaded. */
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})
type Report = z.infer<typeof reportSchema>

/** Characters of a failure's message that are told again: a chaos run's whole outcome is longer. */
const FAILURE_LENGTH = 2000

/** Runs one of the suites. A suite without a test, one that breaks off, and a skipped test count as failed. */
export async function runSuite(name: (typeof SUITES)[number]): Promise<Tally> {
  const report = join(home.root, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const args = ['run', '--project', name, '--passWithNoTests=false', ...reporters]
  const code = await runNode('node_modules/vitest/vitest.mjs', args, (text) => process.stdout.write(text))
  const read = readReport(report)
  const notPassed = read.numTotalTests - read.numPassedTests
  const broken = code !== 0 || read.numTotalTests === 0 ? 1 : 0
  return { passed: read.numPassedTests, failed: Math.max(notPassed, broken), failures: failuresIn(read) }
}

function readReport(path: string): Report {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { numPassedTests: 0, numTotalTests: 0, testResults: [] } // It broke off before it could write one.
  } finally {
    rmSync(path, { force: true })
  }
}

const failuresIn = (report: Report): string[] =>
  report.testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(project, name)
    const tests = assertionResults.filter(({ status }) => status !== 'passed')
    const lines = tests.map(
      (test) => `${file} > ${test.fullName} (${test.status}): ${test.failureMessages?.join('\n') ?? ''}`,
    )
    return [...(message === '' ? [] : [`${file}: ${message}`]), ...lines].map((line) => line.slice(0, FAILURE_LENGTH))
  })
