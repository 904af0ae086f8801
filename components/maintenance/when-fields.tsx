import { TextField } from '@/components/forms/text-field'
import type { Form } from '@/components/forms/use-form'
import { Field } from '@/components/ui/field'
import { Checkbox, Select } from '@/components/ui/input'
import { formatDuration } from '@/core/format/duration'
import { type WindowDraft, type WindowKind, windowKinds } from '@/core/maintenance/draft'
import { weekdays } from '@/core/maintenance/words'
import { ZoneField } from './zone-field'

const kindWords: Record<WindowKind, string> = {
  once: 'Once',
  daily: 'Every day',
  weekly: 'Every week',
  cron: 'By a cron expression',
}

/** As weeks are read. */
const week = [1, 2, 3, 4, 5, 6, 0] as const

/** Once from when to when, or again and again. */
export const WhenFields = ({ form }: { form: Form<WindowDraft> }) => {
  const { draft, change, error } = form
  return (
    <>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        <Field id="kind" label="How often">
          {(control) => (
            <Select
              {...control}
              value={draft.kind}
              onChange={({ target }) => change({ kind: windowKinds.find((kind) => kind === target.value) ?? 'once' })}
            >
              {windowKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {kindWords[kind]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <ZoneField value={draft.timezone} error={error('timezone')} onChange={(timezone) => change({ timezone })} />
      </div>
      {draft.kind === 'weekly' ? (
        <fieldset className="mb-1">
          <legend className="mb-1 font-medium">On</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {week.map((day) => (
              <Checkbox
                key={day}
                label={weekdays[day]}
                checked={draft.days.includes(day)}
                onChange={({ target }) =>
                  change({ days: target.checked ? [...draft.days, day] : draft.days.filter((one) => one !== day) })
                }
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {draft.kind === 'once' ? (
          <>
            <TextField
              id="startsAt"
              label="Begins"
              type="datetime-local"
              value={draft.startsAt}
              error={error('startsAt')}
              onChange={(startsAt) => change({ startsAt })}
            />
            <TextField
              id="endsAt"
              label="Ends"
              type="datetime-local"
              value={draft.endsAt}
              min={draft.startsAt}
              error={error('endsAt')}
              onChange={(endsAt) => change({ endsAt })}
            />
          </>
        ) : (
          <>
            <Beginning form={form} />
            <TextField
              id="durationMinutes"
              label="Lasts"
              hint={durationHint(draft.durationMinutes)}
              unit="min"
              inputMode="numeric"
              value={draft.durationMinutes}
              error={error('durationMinutes')}
              onChange={(durationMinutes) => change({ durationMinutes })}
            />
          </>
        )}
      </div>
    </>
  )
}

const Beginning = ({ form: { draft, change, error } }: { form: Form<WindowDraft> }) =>
  draft.kind === 'cron' ? (
    <TextField
      id="cron"
      label="Cron expression"
      hint="Minute, hour, day of the month, month, day of the week."
      isMono
      autoComplete="off"
      value={draft.cron}
      error={error('cron')}
      onChange={(cron) => change({ cron })}
    />
  ) : (
    <TextField
      id="at"
      label="Begins at"
      type="time"
      value={draft.at}
      error={error('cron')}
      onChange={(at) => change({ at })}
    />
  )

const durationHint = (minutes: string): string => {
  const value = Number(minutes)
  return value >= 60 ? `That is ${formatDuration(value * 60_000)}.` : 'At most a week.'
}
