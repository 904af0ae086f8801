import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '@/services/context'
import { readDeploymentLines } from '@/services/deployments/read-deployment-lines'
import { searchDeploymentLog } from '@/services/deployments/search-deployment-log'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'
import { createSampleTeam, type SampleTeam } from '@/tests/support/team'

let world: ServiceWorld
let team: SampleTeam
let other: SampleTeam
let ctx: Context

const lineCount = 2500

/** Lines of two deployments, written in turns, as two that happen at once do. */
const write = async (): Promise<void> => {
  await world.database.deploymentEvent.deleteMany()
  const event = (of: SampleTeam, line: string) => ({
    teamId: of.teamId,
    deploymentId: of.deploymentId,
    type: 'log',
    data: { at: '2026-01-01T00:00:00.000Z', replica: 1, stream: 'stdout', line },
  })
  const data = Array.from({ length: lineCount }, (_, index) => [
    event(team, wordsOf(index + 1)),
    event(other, `secret ${index + 1}`),
  ])
  await world.database.deploymentEvent.createMany({ data: data.flat() })
  await world.database.deploymentEvent.create({ data: { ...event(team, ''), type: 'status', data: {} } })
}

const wordsOf = (number: number): string => {
  if (number === 7) return 'Connection REFUSED by the database'
  if (number === 8) return 'refused again: 100% of C:\\temp_files'
  if (number === 2400) return '\u001b[31mrefused\u001b[0m for good, Ärger'
  return `request ${number} served`
}

beforeAll(async () => {
  world = await createServiceWorld()
  team = await createSampleTeam(world.database, 'one')
  other = await createSampleTeam(world.database, 'two')
  ctx = world.as(team.teamId)
  await write()
})
afterAll(() => world.close())

const linesBefore = (before: number | undefined, limit: number) =>
  readDeploymentLines({ ctx, input: { deploymentId: team.deploymentId, before, limit } })
const search = (text: string, limit = 1000) =>
  searchDeploymentLog({ ctx, input: { deploymentId: team.deploymentId, text, limit } })

describe('earlier lines', () => {
  it('lead down to the first one, in order, with no gap and no overlap', async () => {
    const pages: string[][] = []
    let before: number | undefined
    for (let hasEarlier = true; hasEarlier; ) {
      const page = await linesBefore(before, 700)
      pages.unshift(page.lines.map((line) => line.line))
      before = page.lines[0]?.id
      hasEarlier = page.hasEarlierLines
    }
    expect(pages.map((page) => page.length)).toEqual([400, 700, 700, 700])
    expect(pages.flat()).toEqual(Array.from({ length: lineCount }, (_, index) => wordsOf(index + 1)))
  })

  it('are none before the first', async () => {
    const all = await linesBefore(undefined, lineCount)
    expect(all.hasEarlierLines).toBe(false)
    expect(await linesBefore(all.lines[0]?.id, 10)).toEqual({ lines: [], hasEarlierLines: false })
  })

  it("of another team's deployment are not found", async () => {
    const input = { deploymentId: other.deploymentId, limit: 10 }
    await expect(readDeploymentLines({ ctx, input })).rejects.toMatchObject({ kind: 'not_found' })
  })
})

describe('searching a log', () => {
  it('finds a text whatever its case, in the order of the log', async () => {
    const { lines, total, logLines } = await search('refused')
    expect(lines.map((line) => line.line)).toEqual([wordsOf(7), wordsOf(8), wordsOf(2400)])
    expect({ total, logLines }).toEqual({ total: 3, logLines: lineCount })
    expect((await search('äRGER')).total).toBe(1)
  })

  it('counts every match and gives the first ones', async () => {
    const { lines, total } = await search('SERVED', 100)
    expect(total).toBe(lineCount - 3)
    expect(lines).toHaveLength(100)
    expect(lines[0]?.line).toBe('request 1 served')
  })

  it.each(['100%', 'C:\\temp_', '\\temp'])('takes %s as it is written', async (text) => {
    expect((await search(text)).lines.map((line) => line.line)).toEqual([wordsOf(8)])
  })

  it.each(['%', '_', '\\'])('takes %s for no more than itself', async (text) => {
    expect((await search(text)).total).toBe(1)
  })

  it('says so when no line has it', async () => {
    expect(await search('secret')).toEqual({ lines: [], total: 0, logLines: lineCount })
  })

  it("does not find another team's deployment", async () => {
    const input = { deploymentId: other.deploymentId, text: 'secret', limit: 10 }
    await expect(searchDeploymentLog({ ctx, input })).rejects.toMatchObject({ kind: 'not_found' })
  })
})
