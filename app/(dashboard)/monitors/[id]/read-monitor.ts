import { cache } from 'react'
import { requireContext } from '@/app/_server/session'
import { getMonitor } from '@/services/monitors/get-monitor'

/** The monitor of this page, read once for title and page together. Throws not_found. */
export const readMonitor = cache(async (monitorId: string) =>
  getMonitor({ ctx: await requireContext(), input: { monitorId } }),
)
