import { EventEmitter, once } from 'node:events'
import type { Page } from 'playwright-core'
import type { Scene } from './scene'

/** One page in one state, and how to get there. */
export interface Picture {
  name: string
  /** Who looks; null: nobody is signed in. */
  as: 'owner' | 'viewer' | 'newcomer' | null
  /** Leads to the state; what it answers is done after the picture. */
  show: (page: Page, scene: Scene) => Promise<undefined | (() => Promise<void>)>
  /** Something lies over the page. */
  isOverlay?: boolean
  /** Is looked at before it is complete. */
  isStreamed?: boolean
}

/** Resolves when nothing on the page is still on its way. */
const loaded = async (page: Page): Promise<undefined> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' })
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
}

export const open = async (page: Page, path: string): Promise<undefined> => {
  await page.goto(path)
  await loaded(page)
}

export const at = (name: string, path: string | ((scene: Scene) => string), as: Picture['as'] = 'owner'): Picture => ({
  name,
  as,
  show: (page, scene) => open(page, typeof path === 'string' ? path : path(scene)),
})

/** A page while the database makes it wait. */
export const loading = (name: string, path: string | ((scene: Scene) => string)): Picture => ({
  name: `${name}-loading`,
  as: 'owner',
  isStreamed: true,
  show: async (page, scene) => {
    const lock = new EventEmitter()
    const [locked, released] = [once(lock, 'locked'), once(lock, 'released')]
    const holding = scene.database.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE "App", "Deployment", "Host", "Monitor", "Delivery", "MaintenanceWindow", "Certificate" IN ACCESS EXCLUSIVE MODE`
        lock.emit('locked')
        await released
      },
      { timeout: 30_000 },
    )
    await locked
    await page.goto(typeof path === 'string' ? path : path(scene), { waitUntil: 'commit' })
    await page.getByRole('status', { name: 'Loading' }).first().waitFor()
    return async () => {
      lock.emit('released')
      await holding
    }
  },
})

/** Something that lies over a page. */
export const overlay = (name: string, show: Picture['show'], as: Picture['as'] = 'owner'): Picture => ({
  name,
  as,
  show,
  isOverlay: true,
})
