import { describe, expect, it } from 'vitest'
import { causeOf, type FailedRequest, type Loss } from '../../support/chaos/attribution'

const failed = (more: Partial<FailedRequest> = {}): FailedRequest => ({
  app: 'shop',
  method: 'GET',
  beganAt: 1000,
  endedAt: 1010,
  what: 'ECONNRESET',
  connection: { openedAt: 500, localPort: 40_001 },
  ...more,
})

describe('one proxy killed between 1005 and 1006', () => {
  const losses: Loss[] = [{ cause: 'proxy', from: 1005, until: 1006, othersPorts: new Set([40_002]) }]

  it('explains a connection that it had', () => {
    expect(causeOf(failed(), losses)).toBe('proxy')
  })

  it('explains an idle connection of its own that is used only later', () => {
    expect(causeOf(failed({ beganAt: 4000, endedAt: 4001 }), losses)).toBe('proxy')
  })

  it('explains nothing that the other proxy had', () => {
    expect(causeOf(failed({ connection: { openedAt: 500, localPort: 40_002 } }), losses)).toBeNull()
  })

  it('explains no connection that was opened after it was dead', () => {
    expect(causeOf(failed({ connection: { openedAt: 1007, localPort: 40_003 } }), losses)).toBeNull()
  })

  it('explains nothing that failed before', () => {
    expect(causeOf(failed({ beganAt: 990, endedAt: 1004 }), losses)).toBeNull()
  })

  it('explains no answer of a proxy that lives', () => {
    expect(causeOf(failed({ what: '503' }), losses)).toBeNull()
  })
})

describe('both proxies killed at 1005, the first good answer at 1400', () => {
  const losses: Loss[] = [{ cause: 'both proxies', from: 1005, until: 1400 }]

  it('explains what was under way and what found no proxy', () => {
    expect(causeOf(failed(), losses)).toBe('both proxies')
    const refused = failed({ beganAt: 1200, endedAt: 1201, what: 'ECONNREFUSED' })
    expect(causeOf(refused, losses)).toBe('both proxies')
  })

  it('explains nothing that began after a proxy was back', () => {
    expect(causeOf(failed({ beganAt: 1401, endedAt: 1402, what: 'ECONNREFUSED' }), losses)).toBeNull()
  })

  it('explains no answer of a proxy that came back with nothing behind it', () => {
    expect(causeOf(failed({ beganAt: 1200, endedAt: 1201, what: '503' }), losses)).toBeNull()
  })
})

describe('a replica of the shop killed between 1005 and 1006', () => {
  const losses: Loss[] = [{ cause: 'replica', app: 'shop', from: 1005, until: 1006 }]

  it.each(['502', 'truncated', 'ECONNRESET'])('explains what it had in hand, seen as %s', (what) => {
    expect(causeOf(failed({ what }), losses)).toBe('replica')
  })

  it('explains what a proxy sent into its broken connection, and nothing that came later', () => {
    expect(causeOf(failed({ beganAt: 1050, endedAt: 1052 }), losses)).toBe('replica')
    expect(causeOf(failed({ beganAt: 1150, endedAt: 1152 }), losses)).toBeNull()
  })

  it('explains nothing that had failed before', () => {
    expect(causeOf(failed({ beganAt: 990, endedAt: 1004, what: '502' }), losses)).toBeNull()
  })

  it('explains neither a lack of replicas nor a refused connection', () => {
    expect(causeOf(failed({ what: '503' }), losses)).toBeNull()
    expect(causeOf(failed({ what: 'ECONNREFUSED' }), losses)).toBeNull()
  })

  it('explains nothing of another app', () => {
    expect(causeOf(failed({ app: 'blog', what: '502' }), losses)).toBeNull()
  })
})

describe('the engine gone from 1005, the shop answering again at 9000', () => {
  const losses: Loss[] = [{ cause: 'engine', app: 'shop', from: 1005, until: 9000 }]

  it('explains whatever failed in between', () => {
    expect(causeOf(failed(), losses)).toBe('engine')
    expect(causeOf(failed({ beganAt: 8000, endedAt: 8001, what: '503' }), losses)).toBe('engine')
  })

  it('explains nothing that began after the first good answer', () => {
    expect(causeOf(failed({ beganAt: 9001, endedAt: 9002, what: '503' }), losses)).toBeNull()
  })

  it('explains nothing of an app that has its own end of the gap', () => {
    expect(causeOf(failed({ app: 'blog' }), losses)).toBeNull()
  })
})
