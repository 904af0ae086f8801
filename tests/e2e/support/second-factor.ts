import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'

/** What an app with this secret shows, `steps` of thirty seconds from now: each code counts once. */
export const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

/** Begins to turn the second factor on, on the page that is about it. Returns the secret for the app. */
export const beginSecondFactor = async (page: Page): Promise<string> => {
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByRole('img', { name: /for an authenticator app to scan/ }).waitFor()
  return ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
}

/** Confirms it with what the app shows. Returns the recovery codes. */
export const confirmSecondFactor = async (page: Page, secret: string): Promise<string[]> => {
  await page.getByLabel('Type the code that the app shows').fill(codeOf(secret))
  await page.getByRole('button', { name: 'Confirm' }).click()
  const list = page.getByRole('list', { name: 'Recovery codes' })
  await list.waitFor()
  return list.getByRole('listitem').allInnerTexts()
}
