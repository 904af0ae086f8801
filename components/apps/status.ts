import type { Mark } from '@/components/ui/status-mark'
import type { AppStatus } from '@/core/apps/schema'

const marks: Record<AppStatus, Mark> = {
  live: 'live',
  deploying: 'moving',
  degraded: 'degraded',
  down: 'down',
  never_deployed: 'idle',
}

export const appMark = (status: AppStatus): Mark => marks[status]
