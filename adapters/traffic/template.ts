import { retriedWithinMs } from '@/core/ports/traffic'
import { slowerThanMs } from '@/core/verification/slower'

/** How long an idle client's connection is kept, and how long a request's headers may take, in seconds. */
export const idleClientSeconds = 10

/** Changes with this file: a proxy that runs an earlier one is reloaded before the next deployment. */
export const templateVersion = 2

/** How often a request is tried again that its replica did not take. */
const retries = 3

/** Where the image keeps its pages and sockets; see docker/proxy/rootfs. */
const imagePaths = {
  errors: '/usr/local/share/gapless',
  adminSocket: '/run/gapless/admin.sock',
  masterSocket: '/run/gapless/master.sock',
  state: '/var/lib/gapless',
} as const

const appKey = 'req.hdr(host),field(1,:),lower,map_str(hosts.map)'
const appBackend = `${appKey},map_str(routes.map)`

const countSlower = (ms: number, index: number): string =>
  `http-response sc-inc-gpc(${index},1) if { var(txn.took) -m int ge ${ms} }`

const errorFile = (status: number): string => `errorfile ${status} ${imagePaths.errors}/${status}.http`

/**
 * Everything of the configuration that does not depend on the apps. Both values have been checked.
 *
 * - `timeout connect` bounds the pause before a retry on the same server, so it is short; the checks find a dead one
 *   meanwhile, and the next try goes to another replica or to the backups.
 * - Header and idle timeouts are equal: they bound how long a reloaded-away worker can still get requests.
 * - Only GET, HEAD and OPTIONS are sent again once a request may have reached the app.
 * - Probes are counted by backend, and so are answers that took long until their head came. What was quick touches no
 *   table.
 */
export const globalSection = ({ httpPort, probeSecret }: { httpPort: number; probeSecret: string }): string => `global
  maxconn "\${GAPLESS_CONNECTIONS}"
  nbthread "\${GAPLESS_THREADS}"
  uid 65534
  gid 65534
  hard-stop-after 10m
  spread-checks 5
  stats socket ${imagePaths.adminSocket} mode 600 level admin expose-fd listeners
  log stdout format raw daemon notice

defaults base
  mode http
  timeout connect ${retriedWithinMs / (retries + 1)}ms
  timeout client 5m
  timeout server 5m
  timeout tunnel 1h
  timeout client-fin 30s
  timeout queue 10s
  timeout http-request ${idleClientSeconds}s
  timeout http-keep-alive ${idleClientSeconds}s
  option idle-close-on-response
  option dontlognull
  option http-ignore-probes
  ${[404, 502, 503, 504].map(errorFile).join('\n  ')}

defaults app from base
  log global
  balance roundrobin
  option httpchk
  http-check send meth GET uri-lf "%[srv_name,map_str(checks.map,/)]" ver HTTP/1.1 hdr Host "%[srv_name,map_str(check-hosts.map,localhost)]" hdr User-Agent gapless-check
  http-check expect status 200
  option allbackups
  option redispatch 1
  retries ${retries}
  retry-on conn-failure empty-response
  http-reuse safe
  default-server check fastinter 100ms downinter 50ms observe layer4 error-limit 1 on-error sudden-death pool-purge-delay 2s

frontend public from base
  bind *:${httpPort}
.if defined(GAPLESS_IPV6)
  bind :::${httpPort} v6only
.endif
  http-request track-sc0 ${appBackend} table probes if { req.hdr(x-gapless-probe) -m str -- ${probeSecret} } { ${appBackend} -m found }
  http-request sc-inc-gpc0(0) if { sc_tracked(0) }
  http-request set-var(txn.began) date(0,ms) unless { sc_tracked(0) }
  http-request del-header x-gapless-probe
  http-request del-header forwarded
  http-request set-header x-forwarded-for %[src]
  http-request set-header x-forwarded-proto http
  http-request set-header x-forwarded-host %[req.hdr(host)]
  http-request set-header x-request-id %[uuid()]
  http-request disable-l7-retry unless { method GET HEAD OPTIONS }
  use_backend %[${appBackend}]
  default_backend unrouted
  http-response set-var(txn.took) date(0,ms),sub(txn.began)
  http-response allow unless { var(txn.took) -m int ge ${slowerThanMs[0]} }
  http-response track-sc1 be_name table slower
  ${slowerThanMs.map(countSlower).join('\n  ')}

backend unrouted from base
  http-request return status 503 errorfile ${imagePaths.errors}/503.http if { ${appKey} -m found }
  http-request return status 404 errorfile ${imagePaths.errors}/404.http

backend probes from base
  stick-table type string len 12 size 32k store gpc0

backend slower from base
  stick-table type string len 12 size 32k store gpc(${slowerThanMs.length})

backend structure from base
  http-request set-header x-structure %[path,map_str(structure.map)]
`
