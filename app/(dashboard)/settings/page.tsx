import { redirect } from 'next/navigation'
import { requireActor } from '@/app/_server/session'
import { may } from '@/core/access/policy'

const SettingsPage = async () =>
  redirect(may(await requireActor(), 'token.read') ? '/settings/tokens' : '/settings/account')

export default SettingsPage
