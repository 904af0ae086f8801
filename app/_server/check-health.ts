import type { Health } from '@/core/api/operations/platform'
import { instanceParts } from '@/runtime'
import { version } from './version'

/** Below the 2 s in which the answer is promised. */
const patienceMs = 1500

/** What works; a part that does not answer in time counts as failing. */
export const checkHealth = async (): Promise<Health> => {
  const { instanceDb, redis, instance } = instanceParts()
  const [database, redisAnswers, worker] = await Promise.all([
    works(async () => (await instanceDb.$queryRaw`SELECT 1`) !== null),
    works(async () => (await redis.ping()) === 'PONG'),
    // The worker writes it every 2 s, to vanish after 10.
    works(async () => (await redis.get(`gapless-${instance.id}:worker:heartbeat`)) !== null),
  ])
  const checks = { database, redis: redisAnswers, worker }
  return { status: Object.values(checks).every((one) => one === 'ok') ? 'ok' : 'failing', version, checks }
}

const works = async (check: () => Promise<boolean>): Promise<'ok' | 'failing'> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  try {
    return (await Promise.race([check(), late])) ? 'ok' : 'failing'
  } catch {
    return 'failing'
  } finally {
    clearTimeout(timer)
  }
}
