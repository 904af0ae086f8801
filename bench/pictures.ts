import { Prisma } from '@/prisma/generated/client'
import { at, loading, open, overlay, type Picture } from './picture'
import { alertPictures } from './pictures-alerts'
import { peoplePictures } from './pictures-people'
import type { Scene } from './scene'

const shop = (tab: string) => (scene: Scene) => `/apps/${scene.apps.shop}${tab}`
const ended = (status: string) => (scene: Scene) => `/deployments/${scene.ends.get(status)}`

/** An app whose replica was gone, as the reconciler leaves it. */
const repaired = (name: string, failure: string | null): Picture => ({
  name,
  as: 'owner',
  show: async (page, { database, apps }) => {
    const of = { appId: apps.mail }
    const repair = { at: new Date().toISOString(), amiss: ['Replica 1 was gone.'], failure }
    await database.appHost.updateMany({ where: of, data: { repair } })
    await open(page, `/apps/${apps.mail}`)
    return async () => {
      await database.appHost.updateMany({ where: of, data: { repair: Prisma.DbNull } })
    }
  },
})

export const pictures: readonly Picture[] = [
  at('sign-in', '/sign-in', null),
  {
    name: 'sign-in-refused',
    as: null,
    show: async (page) => {
      await page.goto('/sign-in')
      await page.getByLabel('E-mail').fill('someone@example.com')
      await page.getByLabel('Password').fill('not the password')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByText('is wrong').waitFor()
      return undefined
    },
  },

  at('apps', '/apps'),
  at('apps-viewer', '/apps', 'viewer'),
  at('apps-empty', '/apps', 'newcomer'),
  at('apps-nothing-fits', '/apps?q=nothing-like-this'),
  loading('apps', '/apps'),
  {
    name: 'apps-failing',
    as: 'owner',
    show: async (page, scene) => {
      await scene.database.$executeRaw`ALTER TABLE "Replica" RENAME TO "ReplicaAway"`
      await page.goto('/apps')
      await page.getByText('could not be loaded').waitFor()
      return async () => {
        await scene.database.$executeRaw`ALTER TABLE "ReplicaAway" RENAME TO "Replica"`
      }
    },
  },
  overlay('apps-live-lost', async (page) => {
    await page.route('**/live*', (route) => route.abort())
    await open(page, '/apps')
    await page.getByText('The live connection is lost').waitFor()
    return undefined
  }),
  overlay('commands', async (page) => {
    await open(page, '/apps')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('deploy sh')
    await page.getByRole('option', { name: /Deploy shop/ }).waitFor()
    return undefined
  }),
  overlay('keys', async (page) => {
    await open(page, '/apps')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    return undefined
  }),
  overlay('teams', async (page) => {
    await open(page, '/apps')
    await page.getByRole('button', { name: /^Team/ }).click()
    await page.getByRole('menu').waitFor()
    return undefined
  }),

  at('app', shop('')),
  at('app-30d', shop('?range=30d')),
  repaired('app-repaired', null),
  repaired('app-not-repaired', 'Host local: no such image: gapless/mail:v1.'),
  at('app-never-deployed', ({ apps }) => `/apps/${apps.blog}`),
  loading('app', shop('')),
  at('app-deployments', shop('/deployments')),
  {
    name: 'app-deployments-open',
    as: 'owner',
    show: async (page, scene) => {
      await open(page, shop('/deployments')(scene))
      await page.getByRole('button', { name: 'What deployment 5 changed' }).click()
      await page.getByText('FEATURE_CART').waitFor()
      return undefined
    },
  },
  at('app-deployments-filtered', shop('/deployments?outcome=failed')),
  at('app-deployments-none-fit', shop('/deployments?outcome=running')),
  overlay('redeploy', async (page, scene) => {
    await open(page, shop('/deployments')(scene))
    await page.getByRole('row', { name: /#2\b/ }).locator('[data-redeploy]').click()
    await page.locator('dl[aria-busy=false]').waitFor()
    return undefined
  }),
  at('app-logs', shop('/logs')),
  at('app-logs-none', ({ apps }) => `/apps/${apps.blog}/logs`),
  at('app-environment', shop('/environment')),
  at('app-environment-viewer', shop('/environment'), 'viewer'),
  at('app-settings', shop('/settings')),
  at('app-settings-viewer', shop('/settings'), 'viewer'),

  at('app-monitoring', shop('/monitoring')),
  at('app-monitoring-viewer', shop('/monitoring'), 'viewer'),

  at('monitors', '/monitors'),
  at('monitors-viewer', '/monitors', 'viewer'),
  at('monitors-down', '/monitors?state=down'),
  at('monitors-none-fit', '/monitors?q=nothing-like-this'),
  at('monitors-empty', '/monitors', 'newcomer'),
  loading('monitors', '/monitors'),
  overlay('monitors-chosen', async (page) => {
    await open(page, '/monitors')
    await page.getByLabel('Choose Shop').check()
    await page.getByRole('button', { name: 'Pause 1' }).waitFor()
    return undefined
  }),
  at('monitor', ({ monitors }) => `/monitors/${monitors.shop}`),
  at('monitor-90d', ({ monitors }) => `/monitors/${monitors.shop}?range=90d`),
  at('monitor-down', ({ monitors }) => `/monitors/${monitors.blog}`),
  at('monitor-paused', ({ monitors }) => `/monitors/${monitors.old}`),
  at('monitor-viewer', ({ monitors }) => `/monitors/${monitors.shop}`, 'viewer'),
  at('monitor-change', ({ monitors }) => `/monitors/${monitors.checkout}/edit`),
  {
    name: 'add-alert-checked',
    as: 'owner',
    show: async (page, { apps }) => {
      await open(page, `/monitors/new?app=${apps.shop}`)
      await page.getByRole('button', { name: 'Check now' }).click()
      await page.getByText('It answered 200').waitFor()
      return undefined
    },
  },
  {
    name: 'add-alert-refused',
    as: 'owner',
    show: async (page) => {
      await open(page, '/monitors/new')
      await page.getByRole('button', { name: 'Save alert' }).click()
      await page.getByText('need other values').or(page.getByText('needs another value')).waitFor()
      return undefined
    },
  },
  at('add-alert-viewer', '/monitors/new', 'viewer'),
  ...alertPictures,

  at('app-new', '/apps/new'),
  at('app-new-sample', '/apps/new?sample=1'),
  at('app-new-viewer', '/apps/new', 'viewer'),
  {
    name: 'app-new-errors',
    as: 'owner',
    show: async (page) => {
      await open(page, '/apps/new')
      await page.getByLabel('Image', { exact: true }).fill('Shop Front')
      await page.getByLabel('Port').fill('eighty')
      await page.getByRole('button', { name: 'Create and deploy' }).click()
      await page.getByText('fields need other values').waitFor()
      return undefined
    },
  },
  {
    name: 'app-new-tried',
    as: 'owner',
    show: async (page) => {
      await open(page, '/apps/new')
      await page.getByLabel('Image', { exact: true }).fill('example/shop:1.4.0')
      await page.getByLabel('Port').fill('3000')
      await page.getByRole('button', { name: 'Try it' }).click()
      await page.getByText('The health check passes.').waitFor()
      return undefined
    },
  },

  at('deployments', '/deployments'),
  at('deployments-empty', '/deployments', 'newcomer'),
  loading('deployments', '/deployments'),
  ...(['succeeded', 'failed', 'rolled_back', 'cancelled'] as const).map((status) =>
    at(`deployment-${status}`, ended(status)),
  ),
  loading('deployment', ended('succeeded')),
  {
    name: 'deployment-running',
    as: 'owner',
    show: async (page, scene) => {
      const id = await scene.beginDeployment()
      await open(page, `/deployments/${id}`)
      await page.getByText('is serving and being verified').waitFor()
      // The figures come with the next word from the proxies.
      await page.getByText('in flight').first().waitFor()
      return async () => {
        await page.getByRole('button', { name: 'Cancel deployment' }).click()
        await page
          .getByText(/was cancelled/)
          .first()
          .waitFor()
      }
    },
  },

  at('hosts', '/hosts'),
  at('hosts-empty', '/hosts', 'newcomer'),
  loading('hosts', '/hosts'),
  at('host-new', '/hosts/new'),
  at('host-new-viewer', '/hosts/new', 'viewer'),
  ...peoplePictures,
  at('status-page', '/status/acme', null),
  at('status-page-missing', '/status/nothing-here', null),
  at('not-found', '/nowhere'),
]
