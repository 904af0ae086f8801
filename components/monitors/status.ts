import type { Mark } from '@/components/ui/status-mark'
import type { MonitorState } from '@/core/monitors/state'

const marks: Record<MonitorState, Mark> = {
  up: 'live',
  degraded: 'degraded',
  down: 'down',
  pending: 'moving',
  maintenance: 'idle',
  paused: 'idle',
}

export const monitorMark = (state: MonitorState): Mark => marks[state]
