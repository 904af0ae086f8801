import { describe, expect, it } from 'vitest'
import { appFromDraft, draftOf, emptyDraft, settingsPatch } from '@/core/apps/draft'
import { appSchema, liveSettingsOf } from '@/core/apps/schema'

const typed = { ...emptyDraft, name: 'shop', port: '3000' }

describe('what a form holds of an app', () => {
  it('is the schema’s defaults where nothing was typed', () => {
    const app = appSchema.parse(appFromDraft(typed))
    expect(app).toEqual(appSchema.parse({ name: 'shop', port: 3000 }))
    expect(app.verification).toEqual({ errors: true, latency: true })
  })

  it('comes back as it was saved', () => {
    const draft = { ...typed, compareErrors: false, verifySeconds: '30', replicas: '2' }
    const app = appSchema.parse(appFromDraft(draft))
    expect(liveSettingsOf(app)).toMatchObject({ verifySeconds: 30, verification: { errors: false, latency: true } })
    expect(draftOf({ ...app, image: null, command: null, preDeploy: null })).toEqual(draft)
    expect(settingsPatch(draft)).toMatchObject({ verification: { errors: false, latency: true } })
  })

  it('goes back on an incident only where that is wanted', () => {
    const draft = { ...typed, rollsBackOnIncident: true, rollbackWithinMinutes: '15', holdWhileDeploying: true }
    const app = appSchema.parse(appFromDraft(draft))
    expect(app.incidents).toEqual({ rollbackWithinMinutes: 15, holdWhileDeploying: true })
    expect(draftOf({ ...app, image: null, command: null, preDeploy: null })).toEqual(draft)
    const without = settingsPatch({ ...draft, rollsBackOnIncident: false, rollbackWithinMinutes: 'x' })
    expect(without.incidents).toEqual({ rollbackWithinMinutes: null, holdWhileDeploying: true })
  })
})
