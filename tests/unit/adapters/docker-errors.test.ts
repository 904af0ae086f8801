import { describe, expect, it } from 'vitest'
import { engineError } from '@/adapters/docker/errors'

describe('what an engine could not do', () => {
  it.each([
    ['x509: certificate signed by unknown authority', 'registry_unreachable'],
    ['unauthorized: authentication required', 'registry_denied'],
    ['dial tcp 10.0.0.1:443: connect: connection refused', 'registry_unreachable'],
    ['manifest for shop:v9 not found: manifest unknown', 'image_not_found'],
    ['write /var/lib/docker/tmp: no space left on device', 'no_disk_space'],
  ])('reads "%s" in the middle of a pull as %s', (message, code) => {
    expect(engineError(new Error(message), 'registry').code).toBe(code)
  })

  it.each([
    ['Host denied (verification failed)', 'host_refused'],
    ['All configured authentication methods failed', 'host_refused'],
    ['self-signed certificate in certificate chain', 'host_refused'],
    ['Handshake failed: no matching host key format', 'host_refused'],
    ['(SSH) Channel open failure: open failed', 'host_refused'],
    ['Cannot parse privateKey: Unsupported key format', 'host_refused'],
    ['socket hang up', 'host_unreachable'],
  ])('reads "%s" on the way to the host as %s', (message, code) => {
    expect(engineError(new Error(message)).code).toBe(code)
  })

  it('repeats no login of an address', () => {
    const error = engineError(new Error('Get "https://robot:hunter2@registry.example/v2/": EOF'), 'registry')
    expect(error.message).not.toContain('hunter2')
  })
})
