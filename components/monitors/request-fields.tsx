import { TextField } from '@/components/forms/text-field'
import type { Form } from '@/components/forms/use-form'
import { Field } from '@/components/ui/field'
import { Checkbox, Select, Textarea } from '@/components/ui/input'
import type { MonitorDraft } from '@/core/monitors/draft'
import { methods } from '@/core/monitors/schema'

export type MonitorForm = Form<MonitorDraft>

interface RequestFieldsProps {
  form: MonitorForm
  /** What is stored of an existing monitor's request, in words; null for a new one. */
  stored: string | null
}

/** What is sent: method, headers, body and login. */
export const RequestFields = ({ form, stored }: RequestFieldsProps) => {
  const { draft, change, error } = form
  return (
    <>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-3">
        <Field id="method" label="Method" error={error('method')}>
          {(control) => (
            <Select {...control} value={draft.method} onChange={({ target }) => change({ method: target.value })}>
              {methods.map((method) => (
                <option key={method}>{method}</option>
              ))}
            </Select>
          )}
        </Field>
        <TextField
          id="timeoutMs"
          label="Timeout"
          unit="ms"
          inputMode="numeric"
          value={draft.timeoutMs}
          error={error('timeoutMs')}
          onChange={(timeoutMs) => change({ timeoutMs })}
        />
        <Field id="ipVersion" label="Addresses" error={error('ipVersion')}>
          {(control) => (
            <Select
              {...control}
              value={draft.ipVersion}
              onChange={({ target }) =>
                change({ ipVersion: target.value === '4' ? '4' : target.value === '6' ? '6' : '' })
              }
            >
              <option value="">whichever answers</option>
              <option value="4">IPv4 only</option>
              <option value="6">IPv6 only</option>
            </Select>
          )}
        </Field>
      </div>
      <Checkbox
        label="Follow redirects"
        checked={draft.followRedirects}
        onChange={({ target }) => change({ followRedirects: target.checked })}
      />
      {stored === null ? null : (
        <Checkbox
          label={`Replace headers, body and login (stored: ${stored})`}
          className="ml-4"
          checked={draft.replacesRequest}
          onChange={({ target }) => change({ replacesRequest: target.checked })}
        />
      )}
      {draft.replacesRequest ? <Secrets form={form} /> : null}
    </>
  )
}

const Secrets = ({ form: { draft, change, error } }: { form: MonitorForm }) => (
  <div className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-2">
    <Field
      id="headers"
      label="Headers"
      hint="One a line, such as Accept: text/html. Kept encrypted."
      error={error('headers')}
    >
      {(control) => (
        <Textarea
          {...control}
          rows={3}
          className="font-mono text-sm"
          autoComplete="off"
          value={draft.headers}
          onChange={({ target }) => change({ headers: target.value })}
        />
      )}
    </Field>
    <Field id="body" label="Body" hint="For POST, PUT and PATCH. Kept encrypted." error={error('body')}>
      {(control) => (
        <Textarea
          {...control}
          rows={3}
          className="font-mono text-sm"
          autoComplete="off"
          value={draft.body}
          onChange={({ target }) => change({ body: target.value })}
        />
      )}
    </Field>
    <Field id="authType" label="Login" error={error('auth.type')}>
      {(control) => (
        <Select
          {...control}
          value={draft.authType}
          onChange={({ target }) =>
            change({ authType: target.value === 'basic' ? 'basic' : target.value === 'bearer' ? 'bearer' : 'none' })
          }
        >
          <option value="none">none</option>
          <option value="basic">user name and password</option>
          <option value="bearer">bearer token</option>
        </Select>
      )}
    </Field>
    {draft.authType === 'bearer' ? (
      <TextField
        id="token"
        label="Token"
        hint="Kept encrypted, never shown again."
        type="password"
        autoComplete="new-password"
        value={draft.token}
        error={error('auth.token')}
        onChange={(token) => change({ token })}
      />
    ) : null}
    {draft.authType === 'basic' ? (
      <div className="grid gap-x-3 sm:grid-cols-2">
        <TextField
          id="username"
          label="User"
          autoComplete="off"
          value={draft.username}
          error={error('auth.username')}
          onChange={(username) => change({ username })}
        />
        <TextField
          id="password"
          label="Password"
          hint="Kept encrypted."
          type="password"
          autoComplete="new-password"
          value={draft.password}
          error={error('auth.password')}
          onChange={(password) => change({ password })}
        />
      </div>
    ) : null}
  </div>
)
