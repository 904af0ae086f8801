/** Names to addresses. */
export interface Resolver {
  /** All addresses of a host name, IPv4 and IPv6; an address resolves to itself. Empty where there is none. */
  resolve(host: string): Promise<string[]>
}
