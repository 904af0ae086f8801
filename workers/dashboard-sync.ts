import type { InstanceContext } from '@/services/context'
import { type CertificateTexts, keepDashboardCertificate } from '@/services/dashboard/keep-files'
import { syncDashboard } from '@/services/dashboard/sync-dashboard'

/**
 * Looks after the dashboard's name: takes over its files where they have changed, and has the proxies lead there. Files
 * that cannot be used are told once and keep nothing from being served as before. Where the dashboard has no name, what
 * an earlier one left is taken away once.
 */
export const createDashboardSync = (
  ctx: InstanceContext,
  files: () => Promise<CertificateTexts | null>,
): (() => Promise<void>) => {
  let isClean = false
  let told: string | null = null
  const keepFiles = async (): Promise<void> => {
    try {
      await keepDashboardCertificate(ctx, await files())
      told = null
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (message !== told) ctx.log.error({ error: message }, 'the dashboard keeps the certificate that it had')
      told = message
    }
  }
  return async () => {
    if (isClean) return
    await keepFiles()
    await syncDashboard(ctx)
    isClean = ctx.instance.dashboard === null
  }
}
