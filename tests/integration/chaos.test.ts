import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Outcome, outcomeSchema } from '../support/chaos/outcome'
import { appFaults, instanceFaults } from '../support/chaos/plan'

const project = join(import.meta.dirname, '../..')
const minute = 60_000
const folder = mkdtempSync(join(tmpdir(), 'gapless-chaos-'))
const outcomes: Outcome[] = []
let seed = 0

describe('deployments under load, each with one fault', () => {
  beforeAll(async () => {
    const report = join(folder, 'report.json')
    const program = ['--import', 'tsx', 'bench/chaos.ts', '--each-once', '--apps', '3', '--report', report]
    // A process of its own, for it lives in a network of its own; what it prints names the seed.
    const child = spawn(process.execPath, program, { cwd: project, stdio: 'inherit' })
    await once(child, 'close')
    const read = z
      .object({ seed: z.number(), outcomes: z.array(outcomeSchema) })
      .parse(JSON.parse(readFileSync(report, 'utf8')))
    seed = read.seed
    outcomes.push(...read.outcomes)
  }, 12 * minute)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('lose no request that could have been saved', () => {
    const lost = outcomes.filter(({ ours }) => Object.keys(ours).length > 0)
    expect(lost).toEqual([])
  })

  it('end in time and leave Docker and the proxies as the database says', () => {
    const amiss = outcomes.filter(({ problems }) => problems.length > 0)
    expect(amiss.map(({ problems, round, fault, ...rest }) => ({ problems, seed, round, fault, ...rest }))).toEqual([])
  })

  it.each([...instanceFaults, ...appFaults])('have been tried with: %s', (fault) => {
    const tried = outcomes.filter((outcome) => outcome.fault === fault)
    expect(tried.map(({ requests }) => requests > 100)).toEqual([true])
  })
})
