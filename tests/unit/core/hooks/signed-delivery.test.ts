import { describe, expect, it } from 'vitest'
import { signedDelivery } from '@/core/hooks/signed-delivery'

const read = (headers: Record<string, string>, body = '{}') => signedDelivery((name) => headers[name] ?? null, body)
const mac = `${'A'.repeat(43)}=`

describe('a signed delivery', () => {
  it('of the standard has an id, a time, and one signature or more', () => {
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1700000000',
      'webhook-signature': `v1,${mac} v2,x v1,${mac}`,
    }
    expect(read(headers)).toMatchObject({
      id: 'msg_1',
      at: 1_700_000_000,
      text: 'msg_1.1700000000.{}',
      keyIs: 'base64',
      knownBy: null,
    })
    expect(read(headers)?.signatures).toHaveLength(2)
    expect(read({ ...headers, 'webhook-timestamp': '17e8' })).toBeNull()
  })

  it("of GitHub's has an id and a signature of the body, by which it is known again", () => {
    const headers = { 'x-github-delivery': 'd1', 'x-hub-signature-256': `sha256=${'0A'.repeat(32)}` }
    expect(read(headers)).toMatchObject({ id: 'd1', at: null, text: '{}', keyIs: 'text', knownBy: '0a'.repeat(32) })
    expect(read({ ...headers, 'x-hub-signature-256': 'sha1=00' })).toBeNull()
  })

  it('is none without all of that, or with an id that a log could not bear', () => {
    expect(read({})).toBeNull()
    expect(read({ 'x-github-delivery': 'a b', 'x-hub-signature-256': `sha256=${'0a'.repeat(32)}` })).toBeNull()
    expect(
      read({ 'webhook-id': 'x'.repeat(256), 'webhook-timestamp': '1', 'webhook-signature': `v1,${mac}` }),
    ).toBeNull()
  })
})
