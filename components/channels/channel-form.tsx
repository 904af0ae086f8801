'use client'

import type { FormEvent } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Checkbox, Select, Textarea } from '@/components/ui/input'
import type { ActionResult } from '@/core/action-result'
import {
  type ChannelDraft,
  channelFromDraft,
  channelPatch,
  emptyChannelDraft,
  validateChannel,
} from '@/core/channels/draft'
import { channelTypeWords } from '@/core/channels/words'
import { EventChoice } from './event-choice'

interface ChannelFormProps<Saved> {
  /** The channel that is changed, and what of its URL may be shown; null for a new one. */
  existing: { draft: ChannelDraft; shownUrl: string | undefined } | null
  /** Given the whole channel, or of an existing one the merge patch. */
  save: (input: unknown) => Promise<ActionResult<Saved>>
  onSaved: (saved: Saved) => void
}

const types = ['slack', 'email', 'webhook'] as const

/** A place to tell people: on a page, in a dialog, or in the middle of another form. */
export const ChannelForm = <Saved,>({ existing, save, onSaved }: ChannelFormProps<Saved>) => {
  const isNew = existing === null
  const form = useForm({
    initial: existing?.draft ?? emptyChannelDraft,
    validate: (draft) => validateChannel(draft, isNew),
    submit: (draft) => save(isNew ? channelFromDraft(draft) : channelPatch(draft)),
    onDone: (saved: Saved) => onSaved(saved),
  })
  const { draft, change, error } = form
  const onSubmit = (event: FormEvent) => {
    // React tells the forms around a dialog too; this one's saving is not theirs.
    event.stopPropagation()
    form.onSubmit(event)
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <div className={isNew ? 'grid gap-x-6 gap-y-1 sm:grid-cols-[1fr_2fr]' : 'grid gap-y-1'}>
        {isNew ? (
          <Field id="channel-type" label="Type" error={error('type')}>
            {(control) => (
              <Select
                {...control}
                value={draft.type}
                onChange={({ target }) => change({ type: types.find((type) => type === target.value) ?? 'slack' })}
              >
                {types.map((type) => (
                  <option key={type} value={type}>
                    {channelTypeWords[type]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
        <TextField
          id="channel-name"
          label="Name"
          hint="As it stands in lists and timelines."
          placeholder="On call"
          autoComplete="off"
          value={draft.name}
          error={error('name')}
          onChange={(name) => change({ name })}
        />
      </div>
      <Destination form={form} shownUrl={existing?.shownUrl} isNew={isNew} />
      <EventChoice
        id="channel-events"
        events={draft.events}
        error={error('events')}
        onChange={(events) => change({ events })}
      />
      {isNew ? null : (
        <Checkbox
          label="Switched on"
          className="mt-3"
          checked={draft.enabled}
          onChange={({ target }) => change({ enabled: target.checked })}
        />
      )}
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending} disabled={!isNew && !form.isChanged}>
          {form.pending ? 'Saving…' : isNew ? 'Add channel' : 'Save changes'}
        </Button>
      </FormFoot>
    </form>
  )
}

interface DestinationProps {
  form: ReturnType<typeof useForm<ChannelDraft, never>>
  shownUrl: string | undefined
  isNew: boolean
}

/** Where it leads; what is secret of it is written and never read back. */
const Destination = ({ form: { draft, change, error }, shownUrl, isNew }: DestinationProps) => {
  if (draft.type === 'email') {
    return (
      <Field id="channel-to" label="Addresses" hint="One a line, at most 20; one mail goes to all." error={error('to')}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            inputMode="email"
            autoComplete="off"
            placeholder="night@example.com"
            value={draft.to}
            onChange={({ target }) => change({ to: target.value })}
          />
        )}
      </Field>
    )
  }
  const isSlack = draft.type === 'slack'
  return (
    <>
      <TextField
        id="channel-url"
        label={isNew ? (isSlack ? 'Webhook URL from Slack' : 'URL') : 'New URL'}
        hint={
          isNew
            ? isSlack
              ? 'In Slack: Apps, Incoming Webhooks. Kept encrypted: whoever has it can post.'
              : 'Gets a POST with JSON, signed as Standard Webhooks says. Kept encrypted.'
            : `Empty: it stays ${shownUrl ?? 'as it is'}.`
        }
        placeholder={isSlack ? 'https://hooks.slack.com/services/…' : 'https://example.com/hooks/gapless'}
        isMono
        inputMode="url"
        autoComplete="off"
        value={draft.url}
        error={error('url')}
        onChange={(url) => change({ url })}
      />
      {isNew && !isSlack ? (
        <TextField
          id="channel-secret"
          label="Signing secret"
          hint="Empty: one is made, and shown once."
          placeholder="whsec_…"
          isMono
          autoComplete="off"
          value={draft.secret}
          error={error('secret')}
          onChange={(secret) => change({ secret })}
        />
      ) : null}
    </>
  )
}
