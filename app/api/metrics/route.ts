import { route } from '@/app/_server/route'
import { getMetrics } from '@/core/api/operations/platform'
import { prometheusText } from '@/core/metrics/prometheus'
import { instanceParts } from '@/runtime'
import { readMetrics } from '@/services/metrics/read-metrics'

export const GET = route(getMetrics, async ({ ctx }) => {
  const jobsWaiting = await instanceParts().jobs.waiting()
  return new Response(prometheusText(await readMetrics({ ctx, input: { jobsWaiting } })), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  })
})
