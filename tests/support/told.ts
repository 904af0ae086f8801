import type { Message, ToldIncident } from '@/core/deliveries/message'

/** An incident as it is told, for tests that look at how. */
export const told = (more: Partial<ToldIncident> = {}): ToldIncident => ({
  id: '0198-incident',
  monitorId: 'monitor-1',
  monitorName: 'Shop',
  target: 'https://shop.example.com/',
  appId: 'app-1',
  status: 'open',
  url: 'https://gapless.example.com/incidents/0198-incident',
  openedAt: '2026-09-03T14:02:07.000Z',
  resolvedAt: null,
  cause: 'connection refused',
  causeCode: 'connection_refused',
  deploymentId: 'deployment-14',
  afterDeployment: 'opened 74 s after v14 went live',
  flapping: false,
  unwatched: false,
  overtaken: false,
  links: [],
  ...more,
})

export const toldMessage = (
  incidents: ToldIncident[] = [told()],
  event: 'incident.opened' | 'incident.reminder' | 'incident.resolved' = 'incident.opened',
): Message => ({ kind: 'incidents', event, incidents })
