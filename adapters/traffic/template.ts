import { retriedWithinMs } from '@/core/ports/traffic'
import { slowerThanMs } from '@/core/verification/slower'

/** How long an idle client's connection is kept, and how long a request's headers may take, in seconds. */
export const idleClientSeconds = 10

/** Changes with this file: a proxy that runs an earlier one is reloaded before the next deployment. */
export const templateVersion = 4

/** The dashboard's backend; it has one server, which is not checked: there is no other to go to. */
export const dashboardBackend = 'dashboard'
export const dashboardServer = `${dashboardBackend}/web`

/** How often a request is tried again that its replica did not take. */
const retries = 3

/** Where the image keeps its pages and sockets; see docker/proxy/rootfs. */
const imagePaths = {
  errors: '/usr/local/share/gapless',
  adminSocket: '/run/gapless/admin.sock',
  masterSocket: '/run/gapless/master.sock',
  state: '/var/lib/gapless',
} as const

const host = 'req.hdr(host),field(1,:),lower'
const appKey = 'var(txn.host),map_str(hosts.map)'
const appBackend = `${appKey},map_str(routes.map)`

/** Only names that have a certificate: for another there is nothing that could be shown instead. */
const secured = 'ssl crt-list certs.list strict-sni alpn h2,http/1.1'

/**
 * Mozilla's intermediate set without finite-field Diffie-Hellman, which no client needs that speaks TLS 1.2. Tickets
 * would be sealed by a key that is as old as the process; sessions are resumed from its memory instead.
 */
const tlsSettings = `ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305
  ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256
  ssl-default-bind-options prefer-client-ciphers ssl-min-ver TLSv1.2 no-tls-tickets
  ssl-load-extra-files none`

interface GlobalValues {
  httpPort: number
  httpsPort: number
  probeSecret: string
  /** Where the dashboard listens; null: nowhere. */
  dashboardPort: number | null
}

const countSlower = (ms: number, index: number): string =>
  `http-response sc-inc-gpc(${index},1) if { var(txn.took) -m int ge ${ms} }`

const errorFile = (status: number): string => `errorfile ${status} ${imagePaths.errors}/${status}.http`

/**
 * Everything of the configuration that does not depend on the apps. All values have been checked.
 *
 * - `timeout connect` bounds the pause before a retry on the same server, so it is short; the checks find a dead one
 *   meanwhile, and the next try goes to another replica or to the backups.
 * - Header and idle timeouts are equal: they bound how long a reloaded-away worker can still get requests.
 * - Only GET, HEAD and OPTIONS are sent again once a request may have reached the app.
 * - A connection serves the name that its handshake was for: a browser that has a certificate for several names must not
 *   send the requests of one team's app over a connection that shows another's.
 * - Probes ask what users get in the end, so they are not sent on to HTTPS.
 * - Probes are counted by backend, and those answered with 5xx once more, whoever answers: by a fetch, for HAProxy 2.6 has
 *   no action that counts in `http-after-response`.
 * - So are answers that took long until their head came. What was quick touches no table.
 */
export const globalSection = ({ httpPort, httpsPort, probeSecret, dashboardPort }: GlobalValues): string => `global
  maxconn "\${GAPLESS_CONNECTIONS}"
  nbthread "\${GAPLESS_THREADS}"
  uid 65534
  gid 65534
  hard-stop-after 10m
  spread-checks 5
  ${tlsSettings}
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
.if version_atleast(3.0)
  timeout client-hs ${idleClientSeconds}s
.endif
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
  bind *:${httpsPort} ${secured}
.if defined(GAPLESS_IPV6)
  bind :::${httpPort} v6only
  bind :::${httpsPort} v6only ${secured}
.endif
  http-request set-var(txn.host) ${host}
  http-request set-var(txn.sni) ssl_fc_sni,lower if { ssl_fc }
  http-request return status 421 content-type text/plain string "This connection is for another name. Open a new one." if { ssl_fc } !{ var(txn.host),strcmp(txn.sni) eq 0 }
  http-request track-sc0 ${appBackend} table probes if { req.hdr(x-gapless-probe) -m str -- ${probeSecret} } { ${appBackend} -m found }
  http-request sc-inc-gpc(0,0) if { sc_tracked(0) }
  http-request set-var(txn.began) date(0,ms) unless { sc_tracked(0) }
  http-request return status 308 hdr location https://%[var(txn.host)]${httpsPort === 443 ? '' : `:${httpsPort}`}%[pathq] if !{ ssl_fc } !{ sc_tracked(0) } { var(txn.host),map_str(redirects.map) -m found } { path_beg / }
  http-request del-header x-gapless-probe
  http-request del-header forwarded
  http-request set-header x-forwarded-for %[src]
  http-request set-header x-forwarded-proto http
  http-request set-header x-forwarded-proto https if { ssl_fc }
  http-request set-header x-forwarded-host %[req.hdr(host)]
  http-request set-header x-request-id %[uuid()]
  http-request disable-l7-retry unless { method GET HEAD OPTIONS }
  use_backend %[${appBackend}]
  default_backend unrouted
  http-after-response set-var(txn.failed) sc_inc_gpc(1,0) if { sc_tracked(0) } { status ge 500 }
  http-response set-var(txn.took) date(0,ms),sub(txn.began)
  http-response allow unless { var(txn.took) -m int ge ${slowerThanMs[0]} }
  http-response track-sc1 be_name table slower
  ${slowerThanMs.map(countSlower).join('\n  ')}

backend unrouted from base
  http-request return status 503 errorfile ${imagePaths.errors}/503.http if { ${appKey} -m found }
  http-request return status 404 errorfile ${imagePaths.errors}/404.http

backend probes from base
  stick-table type string len 12 size 32k store gpc(2)

backend slower from base
  stick-table type string len 12 size 32k store gpc(${slowerThanMs.length})

backend structure from base
  http-request set-header x-structure %[path,map_str(structure.map)]
  http-request set-header x-certificate %[path,map_str(certs.map)]

backend ${dashboardBackend} from base
  server web ${dashboardPort === null ? '127.0.0.1:1' : `127.0.0.1:${dashboardPort}`}
`
