import { TextField } from '@/components/forms/text-field'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/input'
import type { MonitorForm } from './request-fields'

/** What counts as good, and how often it has to be seen before anybody is told. */
export const ExpectationFields = ({ form }: { form: MonitorForm }) => {
  const { draft, change, error } = form
  const line = (name: NumberName, label: string, hint: string, unit?: string) => (
    <TextField
      id={name}
      label={label}
      hint={hint}
      inputMode="numeric"
      {...(unit ? { unit } : {})}
      value={draft[name]}
      error={error(name)}
      onChange={(value) => change({ [name]: value })}
    />
  )
  return (
    <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
      <TextField
        id="expectedStatus"
        label="Expected status"
        hint="Such as 200-299 or 200,301-308."
        value={draft.expectedStatus}
        error={error('expectedStatus')}
        onChange={(expectedStatus) => change({ expectedStatus })}
      />
      <Field
        id="mustContain"
        label="The page"
        hint="Looked for in the first megabyte."
        error={error('keyword.mustContain')}
      >
        {(control) => (
          <Select
            {...control}
            value={draft.mustContain ? 'has' : 'lacks'}
            onChange={({ target }) => change({ mustContain: target.value === 'has' })}
          >
            <option value="has">must contain</option>
            <option value="lacks">must not contain</option>
          </Select>
        )}
      </Field>
      <TextField
        id="keyword"
        label="these words"
        hint="Left empty, the page may say anything."
        autoComplete="off"
        value={draft.keyword}
        error={error('keyword')}
        onChange={(keyword) => change({ keyword })}
      />
      {line('degradedMs', 'Degraded above', 'Slower answers are marked, not alerted. Empty: never.', 'ms')}
      {line('failureThreshold', 'Down after', 'Failed checks in a row.', 'checks')}
      {line('recoveryThreshold', 'Up again after', 'Good checks in a row.', 'checks')}
      {line('tlsExpiryDays', 'Warn of the certificate', 'So long before it expires. 0: never.', 'days')}
      {line('reminderMinutes', 'Remind every', 'Until somebody acknowledges. Empty: never.', 'min')}
    </div>
  )
}

type NumberName = 'degradedMs' | 'failureThreshold' | 'recoveryThreshold' | 'tlsExpiryDays' | 'reminderMinutes'
