/** How to reach one Docker engine, with its secrets in the clear: lives in memory only. */
export type HostEndpoint =
  | { type: 'socket'; path: string }
  | { type: 'tcp'; host: string; port: number; tls: { ca: string; cert: string; key: string } }
  | {
      type: 'ssh'
      host: string
      port: number
      username: string
      privateKey: string
      /** The server's public key as in known_hosts, `ssh-ed25519 AAAA…`; any other key is refused. */
      hostKey: string
    }

/** A Docker engine to drive, and the instance on whose behalf. */
export interface HostTarget {
  /** Host id; clients are cached by it together with the endpoint. */
  id: string
  /** Everything we make carries it as label `gapless.instance`; nothing else is ever touched. */
  instanceId: string
  endpoint: HostEndpoint
  /** Whether the endpoint's name may lead to any address: the operator gave it. Else each connection is judged. */
  anyAddress: boolean
  /**
   * The engine's own id, since it was found to be this host's and no other's. null: not looked at yet, or another host's;
   * then nothing of the proxies there is changed.
   */
  engineId: string | null
}
