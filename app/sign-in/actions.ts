'use server'

import { after } from 'next/server'
import { runPublicAction } from '@/app/_server/account-action'
import type { LinkPurpose } from '@/core/access/sign-in'
import type { ActionResult } from '@/core/action-result'
import { resetPassword } from '@/services/passwords/reset-password'
import { requestLink } from '@/services/sign-in-links/request-link'

const request = (email: unknown, purpose: LinkPurpose): Promise<ActionResult<null>> =>
  runPublicAction(async (ctx, ip) => {
    const { sent } = await requestLink({ ctx, input: { email, purpose, ip } })
    // The answer comes first, and is the same for an address that nobody has.
    after(() => sent)
    return null
  })

/** Has a link to sign in with mailed to this address, if somebody signs in with it. */
export const mailSignInLink = async (email: unknown): Promise<ActionResult<null>> => request(email, 'sign_in')

/** The same for a link to choose another password. */
export const mailResetLink = async (email: unknown): Promise<ActionResult<null>> => request(email, 'password_reset')

/** Another password for whoever holds such a link. */
export const choosePassword = async (secret: unknown, password: unknown): Promise<ActionResult<null>> =>
  runPublicAction(async (ctx, ip) => {
    await resetPassword({ ctx, input: { secret, password, ip } })
    return null
  })
