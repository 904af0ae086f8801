import type Dockerode from 'dockerode'

/**
 * When the last of the replicas that became healthy since `since` did so on a proxy, by the proxies' own logs, which the
 * engine dates. In milliseconds since the epoch; throws when none did.
 */
export const lastHealthyAt = async (docker: Dockerode, proxies: readonly string[], since: Date): Promise<number> => {
  const times = await Promise.all(
    proxies.map(async (name) => {
      const from = since.getTime() / 1000
      const log = await docker.getContainer(name).logs({ stdout: true, stderr: true, timestamps: true, since: from })
      const ups = log
        .toString('latin1')
        .matchAll(/(\d{4}-\d\d-\d\dT[\d:.]+Z) Server k\d+_[ab]\/k\d+[ab]\d+ is UP, reason/g)
      return [...ups].map(([, at]) => Date.parse(at ?? ''))
    }),
  )
  const all = times.flat()
  if (all.length === 0) throw new Error('no replica became healthy')
  return Math.max(...all)
}
