import type { Locator, Page } from 'playwright-core'

/** As many stops as any page has before what one wants. */
const farthest = 80

/** Presses Tab until this has the focus, as someone without a pointer does. */
export const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.first().waitFor()
  for (let stops = 0; stops < farthest; stops += 1) {
    if (await target.first().evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${target}`)
}

/** Goes to a field and types into it. */
export const typeInto = async (page: Page, label: string, text: string): Promise<void> => {
  await tabTo(page, page.getByLabel(label, { exact: true }))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(text)
}

/** Opens the commands, looks for this and does the first that fits. */
export const command = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search and commands' }).waitFor()
  await page.keyboard.type(text)
  await page.getByRole('option', { name: text, exact: false }).first().waitFor()
  await page.keyboard.press('Enter')
}
