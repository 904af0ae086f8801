'use client'

import { useRouter } from 'next/navigation'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/section'
import type { ActionResult } from '@/core/action-result'
import { emptyWindowDraft, validateWindow, windowFromDraft, windowPaths } from '@/core/maintenance/draft'
import { MonitorChoice } from './monitor-choice'
import { WhenFields } from './when-fields'

interface WindowFormProps {
  monitors: readonly { id: string; name: string; url: string }[]
  /** Chosen to begin with. */
  monitorIds: readonly string[]
  add: (input: unknown) => Promise<ActionResult<null>>
}

/** Times in which failures are expected, and of which monitors. */
export const WindowForm = ({ monitors, monitorIds, add }: WindowFormProps) => {
  const router = useRouter()
  const form = useForm({
    initial: { ...emptyWindowDraft, monitorIds },
    validate: validateWindow,
    submit: (draft) => add(windowFromDraft(draft)),
    onDone: () => router.push('/monitors/maintenance'),
    pathsOf: windowPaths,
  })
  const { draft, change, error } = form
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-3xl">
      <Section title="When">
        <WhenFields form={form} />
      </Section>
      <Section title="What" className="mt-6">
        <TextField
          id="name"
          label="Name"
          hint="May be left empty."
          placeholder="Maintenance"
          autoComplete="off"
          value={draft.name}
          error={error('name')}
          onChange={(name) => change({ name })}
        />
        <MonitorChoice
          monitors={monitors}
          chosen={draft.monitorIds}
          error={error('monitorIds')}
          onChange={(chosen) => change({ monitorIds: chosen })}
        />
      </Section>
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Saving…' : 'Add window'}
        </Button>
      </FormFoot>
    </form>
  )
}
