import type { Page } from 'playwright-core'

/** Waits until the deployment's page says this in its large sentence. */
export const verdict = (page: Page, sentence: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name: sentence, exact: true }).waitFor({ timeout: 60_000 })

/** Adds a variable to an app's environment and deploys it from there. */
export const deployFromEnvironment = async (page: Page, app: string, name: string, value: string): Promise<void> => {
  await page.goto('/apps')
  await page.getByRole('link', { name: app, exact: true }).click()
  await page.getByRole('link', { name: 'Environment' }).click()
  await page.getByRole('button', { name: 'Add a variable' }).click()
  await page.getByLabel('Name', { exact: true }).last().fill(name)
  await page.getByLabel(`Value of ${name}`).fill(value)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. The running release keeps its values').waitFor()
  await page
    .locator('form')
    .getByRole('button', { name: /^Deploy/ })
    .click()
  await page.waitForURL('**/deployments/*')
}
