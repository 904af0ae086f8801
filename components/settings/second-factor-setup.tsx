'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { shownCodeFields } from '@/core/access/second-factor'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { QrCode } from './qr-code'
import { RecoveryCodes } from './recovery-codes'

export interface SetUpActions {
  begin: () => Promise<ActionResult<{ secret: string; uri: string }>>
  confirm: (code: string) => Promise<ActionResult<string[]>>
}

/** Turns the second factor on: an app is given the secret, shows its first code, and the recovery codes come. */
export const SecondFactorSetup = ({ begin, confirm, after }: SetUpActions & { after: string }) => {
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const start = useForm({ initial: {}, validate: () => [], submit: begin, onDone: setBegun })
  if (codes) return <RecoveryCodes codes={codes} onDone={() => location.assign(after)} />
  if (begun) return <ConfirmApp {...begun} confirm={confirm} onDone={setCodes} />
  return (
    <form onSubmit={start.onSubmit}>
      <p className="max-w-prose text-muted">
        An app on your phone shows a code that changes every 30 seconds. Signing in takes it beside your password, so
        that a password alone is of no use to anybody. Any authenticator app will do.
      </p>
      <FormFoot message={start.message}>
        <Button type="submit" look="primary" pending={start.pending}>
          {start.pending ? 'Starting…' : 'Turn on'}
        </Button>
      </FormFoot>
    </form>
  )
}

interface ConfirmAppProps {
  secret: string
  uri: string
  confirm: SetUpActions['confirm']
  onDone: (codes: readonly string[]) => void
}

const ConfirmApp = ({ secret, uri, confirm, onDone }: ConfirmAppProps) => {
  const form = useForm({
    initial: { code: '' },
    validate: (draft) => validateWith(shownCodeFields, draft),
    submit: ({ code }) => confirm(code),
    onDone,
  })
  const shown = secret.replace(/(.{4})(?=.)/g, '$1 ')
  return (
    <form onSubmit={form.onSubmit} noValidate className="flex flex-wrap gap-x-8 gap-y-4">
      <QrCode text={uri} label="The secret as a picture, for an authenticator app to scan" />
      <div className="max-w-sm min-w-0">
        <p>1. Scan this with your authenticator app, or type the secret into it:</p>
        <p className="mt-1 mb-4 flex flex-wrap items-center gap-x-2">
          <code className="font-mono break-words">{shown}</code>
          <CopyButton text={secret} what="secret" />
        </p>
        <TextField
          id="app-code"
          label="2. Type the code that the app shows"
          isMono
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={form.draft.code}
          error={form.error('code')}
          onChange={(code) => form.change({ code })}
        />
        <FormFoot message={form.error('code') ? null : form.message}>
          <Button type="submit" look="primary" pending={form.pending}>
            {form.pending ? 'Checking…' : 'Confirm'}
          </Button>
        </FormFoot>
      </div>
    </form>
  )
}
