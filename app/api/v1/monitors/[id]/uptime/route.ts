import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/monitors'
import { readLatency } from '@/services/monitors/read-latency'
import { readUptime } from '@/services/monitors/read-uptime'

export const GET = route(operations.readMonitorUptime, async ({ ctx, params, query: { window } }) => {
  const monitorId = params.id
  const [uptime, { p50Ms, p95Ms }] = await Promise.all([
    readUptime({ ctx, input: { monitorId, window } }),
    readLatency({ ctx, input: { monitorId, range: window } }),
  ])
  return { ...uptime, p50Ms, p95Ms }
})
