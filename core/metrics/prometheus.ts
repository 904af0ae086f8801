import { durationBuckets, type Metrics } from './metrics'

interface Sample {
  suffix?: string
  labels: Record<string, string>
  value: number
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const line = (name: string, { suffix = '', labels, value }: Sample): string => {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`)
  return `${name}${suffix}${inside.length > 0 ? `{${inside.join(',')}}` : ''} ${value}`
}

const family = (name: string, type: 'counter' | 'gauge' | 'histogram', help: string, samples: Sample[]): string =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples.map((sample) => line(name, sample))].join('\n')

const single = (value: number): Sample[] => [{ labels: {}, value }]

const histogram = (durations: Metrics['durations']): Sample[] =>
  durations
    .filter(({ count }) => count > 0)
    .flatMap(({ status, buckets, sumSeconds, count }) => [
      ...durationBuckets.map((limit, index) => ({
        suffix: '_bucket',
        labels: { status, le: String(limit) },
        value: buckets[index] ?? 0,
      })),
      { suffix: '_bucket', labels: { status, le: '+Inf' }, value: count },
      { suffix: '_sum', labels: { status }, value: sumSeconds },
      { suffix: '_count', labels: { status }, value: count },
    ])

const monitorFamily = (
  { monitors }: Metrics,
  name: string,
  help: string,
  take: (monitor: Metrics['monitors'][number]) => number | null,
): string =>
  family(
    name,
    'gauge',
    help,
    monitors.flatMap((monitor) => {
      const value = take(monitor)
      return value === null ? [] : [{ labels: { id: monitor.id, monitor: monitor.name }, value }]
    }),
  )

/** The figures in Prometheus' text format 0.0.4. */
export const prometheusText = (metrics: Metrics): string =>
  `${[
    family(
      'gapless_deployments',
      'gauge',
      'Deployments by status.',
      metrics.deployments.map(({ status, count }) => ({ labels: { status }, value: count })),
    ),
    family(
      'gapless_deployment_duration_seconds',
      'histogram',
      'Time from start to end of deployments.',
      histogram(metrics.durations),
    ),
    family(
      'gapless_proof_requests',
      'gauge',
      'Requests of users served while deployments ran.',
      single(metrics.requests),
    ),
    family(
      'gapless_proof_failed_requests',
      'gauge',
      'Requests of users that failed while deployments ran.',
      single(metrics.failedRequests),
    ),
    family(
      'gapless_proof_app_errors',
      'gauge',
      'Server errors that apps answered meanwhile.',
      single(metrics.appErrors),
    ),
    family(
      'gapless_proof_cut_connections',
      'gauge',
      'Connections closed at the drain deadline.',
      single(metrics.cutConnections),
    ),
    monitorFamily(metrics, 'gapless_monitor_up', 'Whether a monitor is up: 1, or 0 while it is down.', ({ isUp }) =>
      isUp === null ? null : Number(isUp),
    ),
    monitorFamily(
      metrics,
      'gapless_monitor_response_seconds',
      'How long the last check took.',
      ({ responseSeconds }) => responseSeconds,
    ),
    monitorFamily(
      metrics,
      'gapless_monitor_certificate_expiry_timestamp_seconds',
      'When the certificate ends.',
      ({ certificateExpiresAt }) => (certificateExpiresAt === null ? null : certificateExpiresAt.getTime() / 1000),
    ),
    family('gapless_open_incidents', 'gauge', 'Incidents that have not ended.', single(metrics.openIncidents)),
    family(
      'gapless_apps',
      'gauge',
      'Apps by status.',
      metrics.apps.map(({ status, count }) => ({ labels: { status }, value: count })),
    ),
    family(
      'gapless_jobs_waiting',
      'gauge',
      'Jobs that wait for a worker, by queue.',
      Object.entries(metrics.jobsWaiting).map(([queue, value]) => ({ labels: { queue }, value })),
    ),
  ].join('\n')}\n`
