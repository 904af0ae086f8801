import { cache } from 'react'
import { requireContext } from '@/app/_server/session'
import { getApp } from '@/services/apps/get-app'

/** The app of this page, read once for frame and page together. Throws not_found. */
export const readApp = cache(async (appId: string) => getApp({ ctx: await requireContext(), input: { appId } }))
