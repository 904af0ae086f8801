import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { html } from '@/core/format/html'
import { failureCodes } from '@/core/monitors/check'
import { badgeSvg } from '@/core/status-pages/badge'
import { statusFeed } from '@/core/status-pages/feed'
import { noticeWords } from '@/core/status-pages/mails'
import { statusPageHtml } from '@/core/status-pages/page-html'
import {
  overallOf,
  type PublicStatusPage,
  publicCause,
  publicSpan,
  type ServiceState,
  serviceState,
} from '@/core/status-pages/public'
import { statusPageSchema } from '@/core/status-pages/schema'
import { colors } from '@/core/status-pages/style'

const day = (date: string, downMs = 0) => ({ day: date, knownMs: 86_400_000, downMs, degradedMs: 0 })
const incident = {
  key: 'abc',
  label: 'Shop',
  cause: 'not answering',
  from: new Date('2026-09-03T14:02:00Z'),
  to: new Date('2026-09-03T14:30:00Z'),
  unwatched: false,
}
const page = (more: Partial<PublicStatusPage> = {}): PublicStatusPage => ({
  title: 'Acme status',
  description: null,
  asOf: new Date('2026-09-04T10:00:00Z'),
  services: [
    {
      key: 'k1',
      label: 'Shop',
      state: 'working',
      days: [day('2026-09-03', 1_680_000), day('2026-09-04')],
      uptime: 99.02,
    },
  ],
  open: [],
  past: [incident],
  maintenance: [],
  takesSubscribers: true,
  ...more,
})

describe('the one sentence', () => {
  const of = (...states: ServiceState[]) =>
    overallOf(states.map((state, index) => ({ label: `S${index + 1}`, state }))).sentence

  it.each([
    [['working', 'working'], 'Everything is working.'],
    [['working', 'unknown'], 'All that is watched just now is working.'],
    [['unknown'], 'Nothing is known just now.'],
    [[], 'Nothing is known just now.'],
    [['working', 'down'], 'S2 is down.'],
    [['down', 'slow', 'down'], '2 of 3 services are down.'],
    [['down', 'down'], 'Everything is down.'],
    [['slow', 'maintenance'], 'S1 is slow.'],
    [['maintenance', 'working'], 'S1 is in maintenance.'],
  ] as [ServiceState[], string][])('of %j is %s', (states, sentence) => {
    expect(of(...states)).toBe(sentence)
  })
})

describe('what visitors are told', () => {
  it('has public words for every cause there is', () => {
    for (const code of [...failureCodes, 'tls_expires_soon', 'flapping', 'a code of tomorrow']) {
      expect(publicCause(code)).toMatch(
        /^(not answering|answering with errors|certificate problem|answering only now and then)$/,
      )
    }
    expect(publicCause('tls_expired')).toBe('certificate problem')
    expect(publicCause('keyword_missing')).toBe('answering with errors')
    expect(publicCause('address_refused')).toBe('not answering')
  })

  it('is not that a certificate ends soon', () => {
    expect(serviceState('degraded', { outcome: 'ok' })).toBe('working')
    expect(serviceState('degraded', { outcome: 'slow' })).toBe('slow')
    expect(serviceState('paused', null)).toBe('unknown')
  })

  it('says the day again only where it is another', () => {
    expect(publicSpan(new Date('2026-09-03T14:02:00Z'), new Date('2026-09-03T14:30:00Z'))).toMatch(
      /^3.Sep, 14:02 to 14:30$/,
    )
    expect(publicSpan(new Date('2026-09-03T23:50:00Z'), new Date('2026-09-04T00:10:00Z'))).toMatch(
      /^3.Sep, 23:50 to 4.Sep, 00:10$/,
    )
  })
})

const nasty = `</title><script>alert("1")</script> & 'x' ]]> \u0007`

describe('a page, a feed and a badge', () => {
  it('show texts as texts, whatever they are', () => {
    const shown = page({
      title: nasty,
      description: nasty,
      services: [{ key: 'k', label: nasty, state: 'down', days: [day('2026-09-03', 1)], uptime: 1 }],
      open: [{ ...incident, label: nasty, to: null }],
      maintenance: [{ from: incident.from, to: incident.to, labels: [nasty, nasty], isNow: true }],
    })
    for (const text of [
      statusPageHtml(shown, '/status/x'),
      statusFeed(shown, 'https://e.example/status/x'),
      badgeSvg(nasty, 'down'),
    ]) {
      expect(text).not.toContain('<script')
      expect(text).not.toContain('\u0007')
      expect(text).toContain('&lt;script&gt;')
    }
  })

  it('need no script, no other file and no form where no mail can be sent', () => {
    const text = statusPageHtml(page({ takesSubscribers: false }), '/status/x')
    expect(text).not.toMatch(/<script|src=|@import|url\(|<form/)
    expect(text).toContain('href="/status/x/feed.xml"')
    expect(text.length).toBeLessThan(10_000)
  })

  it('say on which days it was down', () => {
    expect(statusPageHtml(page(), '/status/x')).toMatch(/<title>3.Sep: down for 28.min<\/title>/)
  })

  it('tell the begin and the end of an incident as an item each, under names of their own', () => {
    const feed = statusFeed(page({ open: [{ ...incident, key: 'def', to: null }] }), 'https://e.example/status/x')
    const guids = [...feed.matchAll(/<guid isPermaLink="false">([^<]+)</g)].map((match) => match[1])
    expect(guids.sort()).toEqual(['abc', 'abc-end', 'def'])
    expect(feed).toContain('<pubDate>Thu, 03 Sep 2026 14:30:00 GMT</pubDate>')
    expect(feed).toContain('<title>Shop is working again</title>')
    const unwatched = statusFeed(page({ past: [{ ...incident, unwatched: true }] }), 'https://e.example/status/x')
    expect(unwatched).toContain('<title>Shop is no longer watched</title>')
  })

  it('have the colours of the dashboard', () => {
    const css = readFileSync(join(import.meta.dirname, '../../../app/globals.css'), 'utf8')
    for (const [name, [light, dark]] of Object.entries(colors)) {
      expect(css).toContain(`--${name}: light-dark(${light}, ${dark});`)
    }
  })
})

describe('a mail', () => {
  it('keeps the subject of what it continues', () => {
    const shop = { ...incident, label: 'Shop' }
    const api = { ...incident, label: 'API' }
    const at = { title: 'Acme', url: 'https://e.example/status/acme' }
    expect(noticeWords(at, 'opened', [shop, api], []).subject).toBe('Acme: Shop and 1 other')
    const over = noticeWords(at, 'resolved', [api], [shop, api])
    expect(over.subject).toBe('Acme: Shop and 1 other')
    expect(over.title).toBe('API is working again')
    expect(noticeWords(at, 'resolved', [{ ...api, unwatched: true }], []).title).toBe('API is no longer watched')
  })
})

describe('a definition', () => {
  const base = { slug: 'acme', title: 'Acme', monitors: [] }
  it('has an address that can stand in a URL', () => {
    for (const slug of ['acme', 'a1', 'acme-eu-2'])
      expect(statusPageSchema.safeParse({ ...base, slug }).success).toBe(true)
    for (const slug of ['a', 'Acme', '-acme', 'acme-', 'a/b', 'a b', '..', 'ä', 'x'.repeat(51)]) {
      expect(statusPageSchema.safeParse({ ...base, slug }).success, slug).toBe(false)
    }
  })
  it('has each monitor once', () => {
    const monitors = ['a', 'a'].map((monitorId) => ({ monitorId, label: 'L' }))
    expect(statusPageSchema.safeParse({ ...base, monitors }).success).toBe(false)
  })
})

describe('a template', () => {
  it('escapes what is put in, and not what it made itself', () => {
    expect(html`<b title="${'"<&'}">${html`<i>${'<'}</i>`}${null}${[html`1`, html`2`]}</b>`.text).toBe(
      '<b title="&quot;&lt;&amp;"><i>&lt;</i>12</b>',
    )
  })
})
