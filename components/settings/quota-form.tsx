'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { quotaSchema } from '@/core/quotas/quota'

interface Draft {
  apps: string
  monitors: string
  logMb: string
}

interface QuotaFormProps {
  /** What is set for this team; null: the instance's usual. */
  own: { apps: number | null; monitors: number | null; logBytes: number | null }
  save: (input: unknown) => Promise<ActionResult<null>>
}

const mb = 1024 * 1024

const textOf = (value: number | null): string => (value === null ? '' : String(value))
const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text))

const inputOf = ({ apps, monitors, logMb }: Draft) => {
  const megabytes = numberOf(logMb)
  return {
    apps: numberOf(apps),
    monitors: numberOf(monitors),
    logBytes: megabytes === null ? null : Math.round(megabytes * mb),
  }
}

/** What the operator lets this team have. */
export const QuotaForm = ({ own, save }: QuotaFormProps) => {
  const initial: Draft = {
    apps: textOf(own.apps),
    monitors: textOf(own.monitors),
    logMb: own.logBytes === null ? '' : String(Math.round(own.logBytes / mb)),
  }
  const [saved, setSaved] = useState(false)
  const form = useForm({
    initial,
    validate: (draft) => validateWith(quotaSchema, inputOf(draft)),
    submit: (draft) => save(inputOf(draft)),
    onDone: () => {
      setSaved(true)
      form.reset(form.draft)
    },
    pathsOf: { logMb: 'logBytes' },
  })
  const { draft, error } = form
  const change = (part: Partial<Draft>) => {
    setSaved(false)
    form.change(part)
  }
  const common = { inputMode: 'numeric', placeholder: 'usual', autoComplete: 'off' } as const
  return (
    <form onSubmit={form.onSubmit} noValidate className="mt-4 max-w-2xl">
      <p className="mb-3 text-muted">
        As the operator of this instance you say how much this team may have. Left empty, it is what every team may.
      </p>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-3">
        <TextField
          {...common}
          id="quota-apps"
          label="Apps"
          value={draft.apps}
          error={error('apps')}
          onChange={(apps) => change({ apps })}
        />
        <TextField
          {...common}
          id="quota-monitors"
          label="Monitors"
          value={draft.monitors}
          error={error('monitors')}
          onChange={(monitors) => change({ monitors })}
        />
        <TextField
          {...common}
          id="quota-logs"
          label="Logs"
          unit="MB"
          value={draft.logMb}
          error={error('logBytes')}
          onChange={(logMb) => change({ logMb })}
        />
      </div>
      <FormFoot message={form.message}>
        <Button type="submit" pending={form.pending}>
          {form.pending ? 'Saving…' : 'Save limits'}
        </Button>
        <span role="status" className="text-muted">
          {saved && !form.isChanged ? 'Saved.' : ''}
        </span>
      </FormFoot>
    </form>
  )
}
