import { describe, expect, it } from 'vitest'
import { appToWatch, withApp } from '@/core/monitors/choose-app'
import { emptyMonitorDraft } from '@/core/monitors/draft'

const app = (name: string, more: object = {}) => ({
  id: name,
  name,
  url: `http://${name}.example`,
  isWatched: false,
  ...more,
})
const apps = [app('intern', { url: null }), app('shop', { isWatched: true }), app('mail'), app('blog')]
const draft = (more: object = {}) => ({ ...emptyMonitorDraft, ...more })

describe('choosing an app', () => {
  it('fills in its URL and its name', () => {
    expect(withApp(draft(), 'shop', apps)).toEqual({ appId: 'shop', url: 'http://shop.example', name: 'shop' })
  })

  it('takes the place of what another app had filled in', () => {
    const before = draft(withApp(draft(), 'shop', apps))
    expect(withApp(before, 'mail', apps)).toEqual({ appId: 'mail', url: 'http://mail.example', name: 'mail' })
  })

  it('leaves alone what was typed, and what it has nothing better for', () => {
    const typed = draft({ url: 'http://shop.example/health', name: 'Health' })
    expect(withApp(typed, 'shop', apps)).toEqual({ appId: 'shop' })
    const before = draft(withApp(draft(), 'shop', apps))
    expect(withApp(before, 'intern', apps)).toEqual({ appId: 'intern', name: 'intern' })
    expect(withApp(before, '', apps)).toEqual({ appId: '' })
  })
})

it('a new alert is about the first app that users can reach and nothing watches', () => {
  expect(appToWatch(apps)?.name).toBe('mail')
  expect(appToWatch(apps.slice(0, 2))).toBeUndefined()
})
