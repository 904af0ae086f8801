import { setTimeout } from 'node:timers/promises'
import { startLoad } from '../tests/support/load'
import { withInstance } from './support'

/**
 * Whether the proof says what the clients counted: an app that breaks off 1 % of its responses, and one that answers
 * 5 % with 500, through a deployment. Usage: tsx bench/proof.ts
 */
await withInstance(async ({ api, deploy, proxyPort, images }) => {
  for (const [name, broken] of [
    ['breaks', 'breaks-off-percent:1'],
    ['errs', '500-percent:5'],
  ] as const) {
    const host = `${name}.localhost`
    const app = await api<{ id: string }>('POST', '/apps', {
      name,
      image: images.v1,
      port: 3000,
      domains: [host],
      env: { BROKEN: broken },
      verifySeconds: 8,
    })
    await deploy(app.id, {}, 'complete')
    const { id } = await api<{ id: string }>('POST', `/apps/${app.id}/deployments`, { image: images.v2 })
    type Now = {
      status: string
      proof: { requests: number; failed: number; appErrors: number; complete: boolean } | null
    }
    const until = async (reached: (now: Now) => boolean): Promise<Now> => {
      for (;;) {
        const now = await api<Now>('GET', `/deployments/${id}`)
        if (reached(now)) return now
        await setTimeout(20)
      }
    }
    await until((now) => now.status === 'verifying')
    // The load runs within what the proof covers, which ends with the draining.
    const load = startLoad({ port: proxyPort, host, keepAlive: 8, fresh: 2 })
    await setTimeout(6000)
    const report = await load.stop()
    const { proof } = await until((now) => now.proof?.complete === true)
    const answered = Object.values(report.statuses).reduce((sum, one) => sum + one, 0)
    const cut = Object.values(report.errors).reduce((sum, one) => sum + one, 0)
    console.log(
      `${broken}: clients saw ${answered + cut} requests, ${cut} broken off, ${report.statuses['500'] ?? 0} with 500`,
    )
    console.log(
      `${broken}: the proof says ${proof?.requests} requests, ${proof?.failed} failed, ${proof?.appErrors} app errors`,
    )
  }
})
