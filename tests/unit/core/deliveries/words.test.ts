import { describe, expect, it } from 'vitest'
import { mailOf } from '@/core/deliveries/mail'
import { slackPayload } from '@/core/deliveries/slack-blocks'
import { wordsOf } from '@/core/deliveries/words'
import { cut } from '@/core/format/cut'
import { told, toldMessage } from '@/tests/support/told'

describe('what is told', () => {
  it('names the monitor, the cause and the deployment', () => {
    const words = wordsOf(toldMessage())
    expect(words.title).toBe('Shop is down')
    expect(words.paragraphs[0]?.lines).toEqual([
      'Connection refused.',
      'Down since 2026-09-03 14:02:07 UTC, opened 74 s after v14 went live.',
    ])
  })

  it('keeps its subject from the beginning to the end', () => {
    const resolved = told({ status: 'resolved', resolvedAt: '2026-09-03T14:06:07.000Z' })
    const ends = wordsOf(toldMessage([resolved], 'incident.resolved'))
    expect(ends.subject).toBe(wordsOf(toldMessage()).subject)
    expect(ends.title).toBe('Shop is up again')
    expect(ends.paragraphs[0]?.lines[0]).toMatch(/^It was down for 4.min\.$/)
  })

  it('calls nothing down that only warns', () => {
    const warning = told({ causeCode: 'tls_expires_soon', cause: 'the certificate expires in 6 days' })
    expect(wordsOf(toldMessage([warning])).title).toBe('Shop is in need of attention')
    expect(wordsOf(toldMessage([warning], 'incident.resolved')).title).toBe('Shop is well again')
    expect(wordsOf(toldMessage([warning, told()])).title).toBe('2 monitors are down')
  })

  it('calls nothing up again that nobody looks at any more', () => {
    const paused = told({ status: 'resolved', resolvedAt: '2026-09-03T14:06:07.000Z', unwatched: true })
    const words = wordsOf(toldMessage([paused], 'incident.resolved'))
    expect(words).toMatchObject({ title: 'Shop is no longer watched', tone: 'plain' })
    expect(words.paragraphs[0]?.lines[1]).toBe('Its monitor was paused or deleted; how it is now is not known.')
    const both = wordsOf(toldMessage([paused, { ...paused, id: '2', unwatched: false }], 'incident.resolved'))
    expect(both).toMatchObject({ title: '2 monitors are up again or no longer watched', tone: 'plain' })
  })

  it('calls nothing well again that was a warning and is down now', () => {
    const overtaken = told({
      causeCode: 'tls_expires_soon',
      cause: 'certificate expires in 6 days',
      status: 'resolved',
      resolvedAt: '2026-09-03T14:06:07.000Z',
      overtaken: true,
    })
    const words = wordsOf(toldMessage([overtaken], 'incident.resolved'))
    expect(words).toMatchObject({ title: 'Shop is down after a warning', tone: 'plain' })
    expect(words.paragraphs[0]?.lines).toContain('The monitor is down now: that is an incident of its own.')
    const both = wordsOf(toldMessage([overtaken, { ...overtaken, id: '2', overtaken: false }], 'incident.resolved'))
    expect(both.title).toBe('2 monitors are well again or down after a warning')
  })

  it('says of a backup that failed why, and which one there is', () => {
    const backup = {
      id: 'b',
      destination: '/backups',
      error: '/backups cannot be used: its disk is full. Make room',
      failedAt: '2026-09-03T03:00:02.000Z',
      lastGoodAt: '2026-09-02T03:00:00.000Z',
      links: [],
    }
    const words = wordsOf({ kind: 'backup', event: 'backup.failed', backup })
    expect(words).toMatchObject({ title: 'A backup of Gapless failed', tone: 'bad' })
    expect(words.paragraphs[0]?.lines).toEqual([
      '/backups cannot be used: its disk is full. Make room.',
      'It failed 2026-09-03 03:00:02 UTC. Apps are served as before.',
      'The last whole backup is of 2026-09-02 03:00:00 UTC.',
    ])
  })

  it('counts what it does not list', () => {
    const many = Array.from({ length: 50 }, (_, index) => told({ id: `${index}`, monitorName: `Page ${index}` }))
    const words = wordsOf(toldMessage(many))
    expect(words.title).toBe('50 monitors are down')
    expect(words.paragraphs).toHaveLength(15)
    expect(words.rest).toBe('And 35 more.')
  })

  it('is plain text until a form escapes it', () => {
    const message = toldMessage([told({ monitorName: '<b>&', cause: `"a" <script>` })])
    const mail = mailOf(message, null, { text: 'Because.', url: 'https://x.example/?a=1&b=2' })
    expect(mail.text).toContain('"a" <script>')
    expect(mail.html).not.toContain('<script>')
    expect(mail.html).toContain('&lt;b&gt;&amp; is down')
    expect(mail.html).toContain('href="https://x.example/?a=1&amp;b=2"')
    expect(JSON.stringify(slackPayload(message))).toContain('&lt;script&gt;')
  })

  it('is cut without breaking a character', () => {
    expect(cut('abc', 3)).toBe('abc')
    expect(cut('abcd', 3)).toBe('ab…')
    expect(cut('a😀b😀', 3)).toBe('a…')
  })
})
