import { at, loading, open, overlay, type Picture } from './picture'

/** The pages of incidents, channels and maintenance windows. */
export const alertPictures: readonly Picture[] = [
  at('incidents', '/incidents'),
  at('incidents-viewer', '/incidents', 'viewer'),
  at('incidents-open', '/incidents?status=open'),
  at('incidents-empty', '/incidents', 'newcomer'),
  at('incidents-none-fit', '/incidents?status=acknowledged', 'newcomer'),
  loading('incidents', '/incidents'),
  ...(['open', 'acknowledged', 'resolved', 'warning'] as const).map((state) =>
    at(`incident-${state}`, ({ alerts }) => `/incidents/${alerts.incidents[state]}`),
  ),
  at('incident-viewer', ({ alerts }) => `/incidents/${alerts.incidents.open}`, 'viewer'),
  loading('incident', ({ alerts }) => `/incidents/${alerts.incidents.open}`),
  overlay('incident-roll-back', async (page, { alerts }) => {
    await open(page, `/incidents/${alerts.incidents.open}`)
    await page.getByRole('button', { name: /^Roll back to/ }).click()
    await page.locator('dl[aria-busy=false]').waitFor()
    return undefined
  }),
  at('rollback-link', ({ alerts }) => alerts.links.good),
  at('rollback-link-viewer', ({ alerts }) => alerts.links.good, 'viewer'),
  at('rollback-link-expired', ({ alerts }) => alerts.links.expired),
  at('rollback-link-used', ({ alerts }) => alerts.links.used),
  at('rollback-link-invalid', ({ alerts }) => `/incidents/${alerts.incidents.open}/roll-back?token=cut-off`),
  at('rollback-link-signed-out', ({ alerts }) => alerts.links.good, null),

  at('channels', '/settings/channels'),
  at('channels-viewer', '/settings/channels', 'viewer'),
  at('channels-empty', '/settings/channels', 'newcomer'),
  loading('channels', '/settings/channels'),
  ...(['slack', 'email'] as const).map((type) =>
    overlay(`channel-new-${type}`, async (page) => {
      await open(page, '/settings/channels')
      await page.getByRole('button', { name: 'Add channel' }).click()
      await page.getByLabel('Type').selectOption(type)
      return undefined
    }),
  ),
  overlay(
    'channel-new-secret',
    async (page, { database }) => {
      await open(page, '/settings/channels')
      await page.getByRole('button', { name: 'Add channel' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Type').selectOption('webhook')
      await dialog.getByLabel('Name').fill('Pager')
      await dialog.getByLabel('URL', { exact: true }).fill('https://pager.example.com/hooks')
      await dialog.getByRole('button', { name: 'Add channel' }).click()
      await dialog.getByText('is shown this once').waitFor()
      return async () => {
        const { id } = await database.team.findFirstOrThrow({ where: { name: 'Side project' } })
        await database.channel.deleteMany({ where: { teamId: id } })
      }
    },
    'newcomer',
  ),
  overlay('channel-new-refused', async (page) => {
    await open(page, '/settings/channels')
    await page.getByRole('button', { name: 'Add channel' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Add channel' }).click()
    await page.getByText('need other values').waitFor()
    return undefined
  }),
  at('channel', ({ alerts }) => `/settings/channels/${alerts.channels.slack}`),
  {
    name: 'channel-attempts',
    as: 'owner',
    show: async (page, { alerts }) => {
      await open(page, `/settings/channels/${alerts.channels.slack}`)
      for (const chevron of await page.getByRole('button', { name: /^Attempts of/ }).all()) await chevron.click()
      return undefined
    },
  },
  at('channel-off', ({ alerts }) => `/settings/channels/${alerts.channels.off}`),
  {
    name: 'channel-tested',
    as: 'owner',
    show: async (page, { alerts }) => {
      await open(page, `/settings/channels/${alerts.channels.webhook}`)
      await page.getByRole('button', { name: 'Send test' }).click()
      await page.getByText('The test was not taken').waitFor()
      return undefined
    },
  },
  overlay('channel-rotate', async (page, { alerts }) => {
    await open(page, `/settings/channels/${alerts.channels.webhook}`)
    await page.getByRole('button', { name: 'New signing secret' }).click()
    await page.getByRole('button', { name: 'Make a new one' }).click()
    await page.getByText('is shown this once').waitFor()
    return undefined
  }),
  at('channel-change', ({ alerts }) => `/settings/channels/${alerts.channels.slack}/edit`),
  loading('channel', ({ alerts }) => `/settings/channels/${alerts.channels.slack}`),

  at('maintenance', '/monitors/maintenance'),
  at('maintenance-viewer', '/monitors/maintenance', 'viewer'),
  at('maintenance-empty', '/monitors/maintenance', 'newcomer'),
  loading('maintenance', '/monitors/maintenance'),
  at('maintenance-new', '/monitors/maintenance/new'),
  {
    name: 'maintenance-new-weekly',
    as: 'owner',
    show: async (page) => {
      await open(page, '/monitors/maintenance/new')
      await page.getByLabel('How often').selectOption('weekly')
      await page.getByRole('button', { name: 'Choose all' }).click()
      return undefined
    },
  },
  {
    name: 'maintenance-new-refused',
    as: 'owner',
    show: async (page) => {
      await open(page, '/monitors/maintenance/new')
      await page.getByRole('button', { name: 'Add window' }).click()
      await page.getByText('need other values').waitFor()
      return undefined
    },
  },
  overlay('add-alert-new-channel', async (page) => {
    await open(page, '/monitors/new')
    await page.getByRole('button', { name: 'New channel' }).click()
    await page.getByRole('dialog').waitFor()
    return undefined
  }),
]
