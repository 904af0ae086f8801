import type { MonitorDraft } from './draft'

/** An app that a monitor may belong to, with where its users reach it. */
export interface WatchableApp {
  id: string
  name: string
  url: string | null
  /** It has a monitor already. */
  isWatched: boolean
}

/** What a form becomes with another app: its URL and its name, where nobody has typed any. */
export const withApp = (draft: MonitorDraft, appId: string, apps: readonly WatchableApp[]): Partial<MonitorDraft> => {
  const of = (id: string) => apps.find((app) => app.id === id)
  const [before, after] = [of(draft.appId), of(appId)]
  const isOwn = (typed: string, suggested: string | null | undefined): boolean =>
    typed.trim() !== '' && typed !== suggested
  return {
    appId,
    ...(after?.url && !isOwn(draft.url, before?.url) ? { url: after.url } : {}),
    ...(after && !isOwn(draft.name, before?.name) ? { name: after.name } : {}),
  }
}

/** The app that a new alert is about unless somebody says otherwise: the first that users can reach and nothing watches. */
export const appToWatch = (apps: readonly WatchableApp[]): WatchableApp | undefined =>
  apps.find((app) => app.url !== null && !app.isWatched)
