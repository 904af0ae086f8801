import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppInput } from '@/core/apps/schema'
import { EngineError } from '@/core/ports/containers'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { engineOf } from '@/services/deployments/run'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { reconcileHost } from '@/services/reconcile/reconcile-host'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { createMortalWorker, type MortalWorker } from '@/tests/support/mortal-worker'
import { takeOver, work } from '@/tests/support/take-over'
import { ask } from '@/tests/support/traffic'

let engine: TestEngine
let v1: string
let v2: string

beforeAll(async () => {
  ;[engine, v1, v2] = await Promise.all([startTestEngine(), sampleImage('v1'), sampleImage('v2')])
})
afterAll(() => engine.stop())

/** Counts its runs in the app’s volume, which is mounted where its user may write, and says the count; then does what it is told. */
const command = (then = ''): string[] => [
  'node',
  '-e',
  `const fs = require('node:fs')
   fs.appendFileSync('/tmp/runs', 'x')
   console.log('run ' + fs.readFileSync('/tmp/runs', 'utf8').length + ' with ' + process.env.GREETING)
   ${then}`,
]

const settings = (name: string, preDeploy: AppInput['preDeploy']): AppInput => ({
  name,
  image: v1,
  port: 3000,
  domains: [`${name}.localhost`],
  env: { GREETING: 'hello' },
  volumes: [{ name: 'data', mountPath: '/tmp', shared: true }],
  verifySeconds: 0,
  drainSeconds: 1,
  stopGraceSeconds: 3,
  ...(preDeploy ? { preDeploy } : {}),
})

const linesOf = async (deployment: DeploymentView): Promise<string[]> => {
  const events = await engine.ctx.db.deploymentEvent.findMany({ where: { deploymentId: deployment.id, type: 'log' } })
  return events.flatMap(({ data }) => {
    const line: unknown = typeof data === 'object' && data !== null && 'line' in data ? data.line : null
    return typeof line === 'string' ? [line] : []
  })
}

const tasks = async (): Promise<string[]> => {
  const host = await engine.ctx.db.host.findFirstOrThrow()
  const found = await engineOf(engine.ctx, host).engine.list({ 'gapless.role': 'task' })
  return found.map((container) => container.name)
}

const serves = async (name: string): Promise<unknown> =>
  (await ask({ httpPort: engine.proxyPort }, `${name}.localhost`)).headers['x-version']

describe('a pre-deploy command', () => {
  it('runs once in the new image with the release’s env, and not again when that release is redeployed', async () => {
    const app = await engine.createApp(settings('once', { command: command() }))
    const first = await engine.drained((await engine.deploy(app.id)).id)
    expect(first.status).toBe('succeeded')
    expect(first.steps.map((step) => step.name)).toContain('pre_deploy')
    expect(await linesOf(first)).toContain('run 1 with hello')
    const second = await engine.drained((await engine.deploy(app.id, { image: v2 })).id)
    expect(await linesOf(second)).toContain('run 2 with hello')
    const back = await engine.drained((await engine.deploy(app.id, { releaseId: first.release?.id ?? '' })).id)
    expect(back).toMatchObject({ status: 'succeeded', release: { id: first.release?.id } })
    expect(back.steps.map((step) => step.name)).not.toContain('pre_deploy')
    expect((await linesOf(back)).join()).not.toContain('run ')
    expect(await tasks()).toEqual([])
  })

  it.each([
    ['fails', command('process.exit(3)'), 300, { status: 'failed', failure: { code: 'pre_deploy_failed' } }],
    [
      'hangs',
      command('setTimeout(() => {}, 60_000)'),
      2,
      { status: 'failed', failure: { code: 'pre_deploy_timeout' } },
    ],
  ] as const)('that %s changes nothing for users', async (name, preDeploy, timeoutSeconds, outcome) => {
    const app = await engine.createApp(settings(name, undefined))
    await engine.drained((await engine.deploy(app.id)).id)
    await engine.changeApp(app.id, settings(name, { command: [...preDeploy], timeoutSeconds }))
    const next = await engine.drained((await engine.deploy(app.id, { image: v2 })).id)
    expect(next).toMatchObject({ ...outcome, failure: { ...outcome.failure, step: 'pre_deploy' } })
    expect(next.failure?.logs.join()).toContain('run 1 with hello')
    expect(await serves(name)).toBe('v1')
    expect(await tasks()).toEqual([])
  })

  it('has all that it says in the deployment’s log, to the last line', async () => {
    // The emoji is cut in half where lines are cut, which must not take the others with it.
    const many = command(
      "console.log('x'.repeat(3999) + '\\u{1F680}'); for (let line = 1; line <= 2000; line += 1) console.log('line ' + line)",
    )
    const app = await engine.createApp(settings('talks', { command: many }))
    const lines = await linesOf(await engine.drained((await engine.deploy(app.id)).id))
    const expected = Array.from({ length: 2000 }, (_, index) => `line ${index + 1}`)
    expect(lines.filter((line) => line.startsWith('line '))).toEqual(expected)
    expect(lines).toContain(`${'x'.repeat(3999)}\uFFFD`)
  })

  it('that never did its work is run when its release is asked for again, as long as no newer one serves', async () => {
    const app = await engine.createApp(settings('again', undefined))
    await engine.drained((await engine.deploy(app.id)).id)
    // It works from its second run on.
    const flaky = command("if (fs.readFileSync('/tmp/runs', 'utf8').length < 2) process.exit(1)")
    await engine.changeApp(app.id, settings('again', { command: flaky }))
    const failed = await engine.drained((await engine.deploy(app.id)).id)
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'pre_deploy_failed' } })
    const releaseId = failed.release?.id ?? ''
    const second = await engine.drained((await engine.deploy(app.id, { releaseId })).id)
    expect(second).toMatchObject({ status: 'succeeded', release: { id: releaseId } })
    expect(await linesOf(second)).toContain('run 2 with hello')
    const third = await engine.drained((await engine.deploy(app.id, { releaseId })).id)
    expect(third.steps.map((step) => step.name)).not.toContain('pre_deploy')
  })

  it('that is cancelled ends, and its container with it', async () => {
    const app = await engine.createApp(settings('cancelled', { command: command('setTimeout(() => {}, 60_000)') }))
    const started = await engine.deploy(app.id)
    await engine.reaches(started.id, 'pre_deploy')
    await engine.cancel(started.id)
    expect(await engine.drained(started.id)).toMatchObject({ status: 'cancelled', failure: null })
    expect(await tasks()).toEqual([])
  })

  it('waits for that of another app that changes the same database', async () => {
    const stamps = `console.log('from ' + Date.now())
      setTimeout(() => console.log('to ' + Date.now()), 1500)`
    const apps = await Promise.all(
      ['left', 'right'].map((name) =>
        engine.createApp(settings(name, { command: command(stamps), timeoutSeconds: 60, database: 'orders' })),
      ),
    )
    const started = await Promise.all(apps.map((app) => engine.deploy(app.id)))
    const ended = await Promise.all(started.map((one) => engine.drained(one.id)))
    expect(ended.map((one) => one.status)).toEqual(['succeeded', 'succeeded'])
    const spans = await Promise.all(
      ended.map(async (one) => {
        const lines = (await linesOf(one)).join('\n')
        return { from: Number(/from (\d+)/.exec(lines)?.[1]), to: Number(/to (\d+)/.exec(lines)?.[1]), lines }
      }),
    )
    const [earlier, later] = spans.sort((one, other) => one.from - other.from)
    expect(earlier?.to).toBeLessThanOrEqual(later?.from ?? 0)
    expect(later?.lines).toContain('changing the database "orders"; waiting')
  })
})

describe('the worker dies', () => {
  const dyingAt = (diesAt: Parameters<typeof createMortalWorker>[1]): MortalWorker => {
    const worker = createMortalWorker(engine.ctx, diesAt)
    // What it was told to do next is for the one that takes over.
    worker.ctx.jobs = { add: async () => undefined }
    return worker
  }
  const begin = async (
    name: string,
    preDeploy: string[],
    diesAt: Parameters<typeof createMortalWorker>[1],
    timeoutSeconds = 60,
  ) => {
    const app = await engine.createApp(settings(name, { command: preDeploy, timeoutSeconds }))
    const worker = dyingAt(diesAt)
    const started = await startDeployment({ ctx: worker.ctx, input: { appId: app.id, trigger: 'api' } })
    work(worker, app.id)
    await worker.died
    return { app, started }
  }
  const slow = command("setTimeout(() => console.log('done'), 1500)")

  it.each([
    ['before it was started', slow, 'engine.runOnce', 'before'],
    ['while it runs', slow, 'engine.waitForExit', 'before'],
    ['when some of its lines are stored', slow, 'db.deploymentEvent.createMany', 'after'],
    ['when it has ended', command(), 'engine.waitForExit', 'after'],
  ] as const)('%s, and another one finishes without running it twice', async (when, preDeploy, call, phase) => {
    const name = when.replaceAll(' ', '-')
    const { app, started } = await begin(name, [...preDeploy], (made, at) => made === call && at === phase)
    await takeOver(engine.ctx, app.id)
    const ended = await engine.drained(started.id)
    expect(ended.status).toBe('succeeded')
    const lines = await linesOf(ended)
    expect(lines.filter((line) => line.startsWith('run '))).toEqual(['run 1 with hello'])
    expect(lines.filter((line) => line === 'done')).toEqual(preDeploy === slow ? ['done'] : [])
    expect(await tasks()).toEqual([])
  })

  it('while it runs, and another one that comes after its time sees that it has ended well', async () => {
    const { app, started } = await begin('late', command(), (made) => made === 'engine.waitForExit', 1)
    await engine.ctx.clock.wait(2000)
    await takeOver(engine.ctx, app.id)
    expect(await engine.drained(started.id)).toMatchObject({ status: 'succeeded', failure: null })
  })

  it('while it fails, and another one reads that it failed', async () => {
    const preDeploy = command('setTimeout(() => process.exit(7), 500)')
    const { app, started } = await begin('fails-alone', preDeploy, (made) => made === 'engine.waitForExit')
    await takeOver(engine.ctx, app.id)
    expect(await engine.drained(started.id)).toMatchObject({
      status: 'failed',
      failure: { code: 'pre_deploy_failed', message: expect.stringContaining('exit code 7') },
    })
    expect(await tasks()).toEqual([])
  })

  it('while it runs, and someone cancels before another worker is there', async () => {
    const preDeploy = command('setTimeout(() => {}, 60_000)')
    const { app, started } = await begin('cancelled-alone', preDeploy, (made) => made === 'engine.waitForExit')
    await engine.cancel(started.id)
    await takeOver(engine.ctx, app.id)
    expect(await engine.drained(started.id)).toMatchObject({ status: 'cancelled' })
    expect(await tasks()).toEqual([])
  })
})

describe('the worker stands still', () => {
  it('as it is about to run it, and runs it no second time when it wakes after another one has', async () => {
    const app = await engine.createApp(settings('sleepy', { command: command(), timeoutSeconds: 60 }))
    const worker = createMortalWorker(engine.ctx, (made, at) => made === 'engine.runOnce' && at === 'before')
    worker.ctx.jobs = { add: async () => undefined }
    const started = await startDeployment({ ctx: worker.ctx, input: { appId: app.id, trigger: 'api' } })
    const working = runNextDeployment({
      ctx: worker.ctx,
      input: { appId: app.id, owner: 'sleepy', stopping: new AbortController().signal },
    }).catch((error: unknown) => error)
    await worker.died
    await takeOver(engine.ctx, app.id)
    expect(await engine.drained(started.id)).toMatchObject({ status: 'succeeded' })
    worker.wake()
    await working
    const [made] = await tasks()
    const host = await engine.ctx.db.host.findFirstOrThrow()
    expect(await engineOf(engine.ctx, host).engine.inspect(made ?? '')).toMatchObject({ startedAt: null })
    await reconcileHost(engine.ctx, host.id)
    expect(await tasks()).toEqual([])
  })
})

describe('the worker’s clock is wrong', () => {
  it('and its command has its time all the same', async () => {
    const app = await engine.createApp(settings('ahead', { command: command(), timeoutSeconds: 60 }))
    const { clock } = engine.ctx
    const ctx: TestEngine['ctx'] = {
      ...engine.ctx,
      clock: { ...clock, now: () => new Date(clock.now().getTime() + 3600_000) },
      jobs: { add: async (job, ...rest) => (job === 'deploy' ? undefined : engine.ctx.jobs.add(job, ...rest)) },
    }
    const { id } = await startDeployment({ ctx, input: { appId: app.id, trigger: 'api' } })
    await runNextDeployment({
      ctx,
      input: { appId: app.id, owner: 'ahead', stopping: new AbortController().signal },
    })
    expect(await engine.drained(id)).toMatchObject({ status: 'succeeded', failure: null })
  })
})

describe('a command that cannot be ended with its deployment', () => {
  it.each([
    ['the app', undefined],
    ['a database that apps share', 'ledger'],
  ])('keeps its turn, which is that of %s, until the reconciler has ended it', async (_, database) => {
    const name = database ?? 'own'
    const define = (app: string, then: string) =>
      settings(app, { command: command(then), ...(database === undefined ? {} : { database }) })
    const first = await engine.createApp(define(name, 'setTimeout(() => {}, 60_000)'))
    const { containers, jobs } = engine.ctx
    let isAway = false
    const away = async () => {
      if (isAway) throw new EngineError('host_unreachable', 'nobody is there')
    }
    const ctx: TestEngine['ctx'] = {
      ...engine.ctx,
      // What it leaves to drain is drained by the engine.
      jobs: { add: async (job, ...rest) => (job === 'deploy' ? undefined : jobs.add(job, ...rest)) },
      containers: {
        engine: (host) => {
          const docker = containers.engine(host)
          return { ...docker, stop: (...args) => away().then(() => docker.stop(...args)) }
        },
      },
    }
    const started = await startDeployment({ ctx, input: { appId: first.id, trigger: 'api' } })
    const working = runNextDeployment({
      ctx,
      input: { appId: first.id, owner: 'cut-off', stopping: new AbortController().signal },
    })
    await expect.poll(tasks, { timeout: 60_000 }).toHaveLength(1)
    const [left] = await tasks()
    isAway = true
    await engine.cancel(started.id)
    await working
    expect(await engine.ended(started.id)).toMatchObject({ status: 'cancelled' })

    const second = database === undefined ? first : await engine.createApp(define(`${name}-2`, ''))
    await engine.changeApp(second.id, define(database === undefined ? name : `${name}-2`, ''))
    const next = await engine.deploy(second.id)
    const said = async () => (await linesOf(next)).join()
    await expect.poll(said, { timeout: 60_000 }).toContain('may still run on a host that did not answer')
    expect(await tasks()).toEqual([left])
    await reconcileHost(engine.ctx, (await engine.ctx.db.host.findFirstOrThrow()).id)
    expect(await engine.drained(next.id)).toMatchObject({ status: 'succeeded' })
    expect(await tasks()).toEqual([])
  })
})
