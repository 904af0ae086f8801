import type { Metadata } from 'next'
import { requireContext, requireSession } from '@/app/_server/session'
import { RemoveButton } from '@/components/forms/remove-button'
import { PasswordForm } from '@/components/settings/password-form'
import { SecondFactorSettings } from '@/components/settings/second-factor-settings'
import { SecondFactorSetup } from '@/components/settings/second-factor-setup'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { StatusMark } from '@/components/ui/status-mark'
import { Time } from '@/components/ui/time'
import { methodWords } from '@/core/access/sign-in'
import { formatCountOf } from '@/core/format/number'
import { readSecurity } from '@/services/account/read-security'
import { beginSetUp, confirmSetUp, renewCodes, setPassword, turnOff, unlink } from './actions'

export const metadata: Metadata = { title: 'Security' }

const SecurityPage = async () => {
  const [ctx, { actor, email }] = await Promise.all([requireContext(), requireSession()])
  const view = await readSecurity(ctx, { userId: actor.id })
  const now = ctx.clock.now().toISOString()
  return (
    <>
      <Section title="Second factor" description={askedBy(view.askedBy)}>
        {view.secondFactorSince === null ? (
          <SecondFactorSetup begin={beginSetUp} confirm={confirmSetUp} after="/settings/security" />
        ) : (
          <>
            <p className="mb-4">
              <StatusMark mark="live" word="On" className="align-top" />, turned on{' '}
              <Time at={view.secondFactorSince} now={now} />, {formatCountOf(view.recoveryCodesLeft, 'recovery code')}{' '}
              left.
            </p>
            {view.recoveryCodesLeft < 3 ? (
              <div className="mb-4 max-w-prose">
                <Notice tone="warn">
                  You have few recovery codes left. Without one, a lost phone keeps you out: make new ones.
                </Notice>
              </div>
            ) : null}
            <SecondFactorSettings hasPassword={view.hasPassword} renew={renewCodes} end={turnOff} />
          </>
        )}
      </Section>
      <Section
        title="Password"
        description={
          view.hasPassword
            ? 'Changing it signs out all your other browsers.'
            : 'You have none: you sign in by mail or with another provider.'
        }
      >
        <PasswordForm
          hasPassword={view.hasPassword}
          email={email}
          personal={[actor.name, email]}
          change={setPassword}
        />
      </Section>
      {view.providers.length > 0 ? (
        <Section
          title="Other providers"
          description="They sign you in as well, for your address there is this one. Unlink one that was changed for another: the next sign-in with it links it anew, to whoever has your address there."
        >
          <ul className="divide-y divide-line border-b">
            {view.providers.map((provider) => (
              <li key={provider} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
                <p className="font-medium">{methodWords(provider)}</p>
                <RemoveButton verb="Unlink" name={methodWords(provider)} remove={unlink.bind(null, provider)} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}

const askedBy = (teams: readonly string[]): string =>
  teams.length === 0
    ? 'A code of your phone beside the password.'
    : `${teams.join(', ')} ${teams.length === 1 ? 'asks its' : 'ask their'} members for one.`

export default SecurityPage
