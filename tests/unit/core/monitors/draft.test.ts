import { describe, expect, it } from 'vitest'
import { mergePatch } from '@/core/apps/merge-patch'
import {
  emptyMonitorDraft,
  monitorDraftOf,
  monitorFromDraft,
  monitorPatch,
  suggestMonitorName,
} from '@/core/monitors/draft'
import { monitorSchema } from '@/core/monitors/schema'

const plain = { name: 'Shop', url: 'https://shop.example.com/' }

describe('a form that was only given a URL', () => {
  it('describes a monitor with the defaults of the API', () => {
    const parsed = monitorSchema.parse(monitorFromDraft({ ...emptyMonitorDraft, url: plain.url }))
    expect(parsed).toEqual(monitorSchema.parse({ ...plain, name: 'shop.example.com' }))
  })

  it.each([
    ['https://shop.example.com', 'shop.example.com'],
    ['https://shop.example.com/health', 'shop.example.com/health'],
    ['shop', ''],
  ])('calls %s %s', (url, name) => {
    expect(suggestMonitorName(url)).toBe(name)
  })
})

describe('a form of an existing monitor', () => {
  const stored = monitorSchema.parse({
    ...plain,
    method: 'POST',
    headers: { 'X-Key': 'a', Accept: 'text/html' },
    body: 'hello',
    auth: { type: 'basic', username: 'gapless', password: 'right' },
    keyword: { text: 'Welcome', mustContain: false },
    degradedMs: 800,
    ipVersion: 6,
  })
  const changed = (changes: object) =>
    monitorSchema.parse(
      mergePatch(stored, monitorPatch({ ...monitorDraftOf(stored), ...changes }, Object.keys(stored.headers))),
    )

  it('changes nothing when it is saved as it was opened', () => {
    expect(changed({})).toEqual(stored)
  })

  it('keeps what is secret unless it is to be replaced', () => {
    expect(changed({ method: 'PUT', keyword: '', degradedMs: '', ipVersion: '' })).toEqual({
      ...stored,
      method: 'PUT',
      keyword: null,
      degradedMs: null,
      ipVersion: null,
    })
  })

  it('replaces the whole request: headers, body and login', () => {
    const replaced = { replacesRequest: true, headers: 'Accept: text/plain\n\nX-New:  b:c ', body: '' }
    const request = changed({ ...replaced, authType: 'bearer', token: 'abc' })
    expect(request).toMatchObject({
      headers: { Accept: 'text/plain', 'X-New': 'b:c' },
      body: null,
      auth: { type: 'bearer', token: 'abc' },
    })
    expect(Object.keys(request.headers)).toHaveLength(2)
    expect(changed({ ...replaced, headers: '', authType: 'none' })).toMatchObject({ headers: {}, auth: null })
  })
})
