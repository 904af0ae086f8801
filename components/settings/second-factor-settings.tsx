'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Disclosure } from '@/components/ui/disclosure'
import type { ActionResult } from '@/core/action-result'
import { ConfirmForm } from './confirm-form'
import { RecoveryCodes } from './recovery-codes'

interface SecondFactorSettingsProps {
  hasPassword: boolean
  renew: (confirm: string) => Promise<ActionResult<string[]>>
  end: (confirm: string) => Promise<ActionResult<null>>
}

/** What can be done about a second factor that is on. */
export const SecondFactorSettings = ({ hasPassword, renew, end }: SecondFactorSettingsProps) => {
  const router = useRouter()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes) {
    const done = () => {
      setCodes(null)
      router.refresh()
    }
    return <RecoveryCodes codes={codes} onDone={done} />
  }
  return (
    <div className="flex flex-col gap-2">
      <Disclosure title="New recovery codes">
        <p className="mb-3 text-muted">The old ones count no more from then on.</p>
        <ConfirmForm
          id="renew-confirm"
          verb="Make new codes"
          hasPassword={hasPassword}
          submit={renew}
          onDone={setCodes}
        />
      </Disclosure>
      <Disclosure title="Turn the second factor off">
        <p className="mb-3 text-muted">A password, or a mailed link, is enough to sign in from then on.</p>
        <ConfirmForm
          id="end-confirm"
          verb="Turn off"
          danger
          hasPassword={hasPassword}
          submit={end}
          onDone={() => router.refresh()}
        />
      </Disclosure>
    </div>
  )
}
