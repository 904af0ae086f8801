'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Checkbox, Textarea } from '@/components/ui/input'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { statusPageSchema } from '@/core/status-pages/schema'
import { type ShownMonitor, StatusPageMonitors } from './status-page-monitors'

interface Page {
  slug: string
  title: string
  description: string | null
  enabled: boolean
  monitors: readonly ShownMonitor[]
}

interface StatusPageFormProps {
  /** What its address begins with. */
  base: string
  /** null: there is none yet. */
  initial: Page | null
  save: (input: unknown) => Promise<ActionResult<null>>
}

const empty: Page = { slug: '', title: '', description: null, enabled: true, monitors: [] }

const sent = ({ slug, title, description, enabled, monitors }: Page) => ({
  slug,
  title,
  description,
  enabled,
  monitors: monitors.map(({ monitorId, label }) => ({ monitorId, label })),
})

/** What the team's status page says, and of which monitors. */
export const StatusPageForm = ({ base, initial, save }: StatusPageFormProps) => {
  const [saved, setSaved] = useState(false)
  const form = useForm<Page, null>({
    initial: initial ?? empty,
    validate: (draft) => validateWith(statusPageSchema, sent(draft)),
    submit: (draft) => save(sent(draft)),
    onDone: () => {
      setSaved(true)
      form.reset(form.draft)
    },
  })
  const { draft, error } = form
  const change = (part: Partial<Page>) => {
    setSaved(false)
    form.change(part)
  }
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-3xl">
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        <TextField
          id="page-title"
          label="Title"
          placeholder="Acme status"
          value={draft.title}
          error={error('title')}
          onChange={(title) => change({ title })}
        />
        <TextField
          id="page-slug"
          label="Address"
          hint={`${base}${draft.slug === '' ? '…' : draft.slug}`}
          placeholder="acme"
          isMono
          value={draft.slug}
          error={error('slug')}
          onChange={(slug) => change({ slug })}
        />
      </div>
      <Field id="page-description" label="Text" hint="Stands under the title." error={error('description')}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={draft.description ?? ''}
            onChange={({ target }) => change({ description: target.value === '' ? null : target.value })}
          />
        )}
      </Field>
      <StatusPageMonitors
        chosen={draft.monitors}
        errorOf={(index) => error(`monitors.${index}`)}
        onChange={(monitors) => change({ monitors })}
      />
      <div className="mt-6">
        <Checkbox
          label="Anybody may see the page"
          checked={draft.enabled}
          onChange={({ target }) => change({ enabled: target.checked })}
        />
      </div>
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Saving…' : 'Save'}
        </Button>
        <span role="status" className="text-good">
          {saved ? 'Saved. Visitors see it within half a minute.' : null}
        </span>
      </FormFoot>
    </form>
  )
}
