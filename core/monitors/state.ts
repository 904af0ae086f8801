export const monitorStates = ['up', 'degraded', 'down', 'pending', 'maintenance', 'paused'] as const
export type MonitorState = (typeof monitorStates)[number]

export const monitorStateWords: Record<MonitorState, string> = {
  up: 'Up',
  degraded: 'Degraded',
  down: 'Down',
  pending: 'First check due',
  maintenance: 'Maintenance',
  paused: 'Paused',
}
