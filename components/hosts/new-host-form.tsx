'use client'

import Link from 'next/link'
import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { type Form, useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { emptyHostDraft, type HostDraft, hostFromDraft } from '@/core/hosts/draft'
import type { HostCheck } from '@/core/hosts/engine-version'
import { hostSchema } from '@/core/hosts/schema'
import { CheckList } from './check-list'

interface NewHostFormProps {
  /** Sockets are root on this machine, so only the operator may add one. */
  mayUseSocket: boolean
  add: (input: unknown) => Promise<ActionResult<{ id: string; checks: HostCheck[] }>>
}

const validate = (draft: HostDraft) => validateWith(hostSchema, hostFromDraft(draft))

const paths: Partial<Record<keyof HostDraft, string>> = {
  type: 'endpoint.type',
  host: 'endpoint.host',
  port: 'endpoint.port',
  username: 'endpoint.username',
  privateKey: 'endpoint.privateKey',
  hostKey: 'endpoint.hostKey',
  ca: 'endpoint.tls.ca',
  cert: 'endpoint.tls.cert',
  key: 'endpoint.tls.key',
  path: 'endpoint.path',
}

/** Adds a Docker engine and says at once whether anything is missing there. */
export const NewHostForm = ({ mayUseSocket, add }: NewHostFormProps) => {
  const [checks, setChecks] = useState<readonly HostCheck[] | null>(null)
  const form = useForm({
    initial: emptyHostDraft,
    validate,
    submit: (draft) => add(hostFromDraft(draft)),
    onDone: (data) => setChecks(data.checks),
    pathsOf: paths,
  })
  if (checks) return <Added name={form.draft.name} checks={checks} />
  const { draft, change, error } = form
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-2xl">
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        <TextField
          id="host-name"
          label="Name"
          hint="Apps are placed by it."
          placeholder="berlin-1"
          value={draft.name}
          error={error('name')}
          onChange={(name) => change({ name })}
        />
        <Field id="host-type" label="Reached by" hint="Nothing is installed there." error={error('endpoint.type')}>
          {(control) => (
            <Select
              {...control}
              value={draft.type}
              onChange={({ target }) =>
                change({ type: target.value === 'tcp' ? 'tcp' : target.value === 'socket' ? 'socket' : 'ssh' })
              }
            >
              <option value="ssh">SSH</option>
              <option value="tcp">TCP with TLS</option>
              {mayUseSocket ? <option value="socket">Unix socket on this machine</option> : null}
            </Select>
          )}
        </Field>
      </div>
      {draft.type === 'socket' ? (
        <Line form={form} name="path" label="Socket" hint="The path of the engine’s socket." />
      ) : (
        <Remote form={form} />
      )}
      <Line
        form={form}
        name="publicAddress"
        label="Address for users"
        hint="Where the host’s proxies are reached; its own address if left empty."
      />
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Testing the connection…' : 'Add and test connection'}
        </Button>
      </FormFoot>
    </form>
  )
}

type LineName = Exclude<keyof HostDraft, 'type'>

interface LineProps {
  form: Form<HostDraft>
  name: LineName
  label: string
  hint: string
  placeholder?: string
}

const Line = ({ form, name, label, hint, placeholder }: LineProps) => (
  <TextField
    id={`host-${name}`}
    label={label}
    hint={hint}
    isMono
    autoComplete="off"
    {...(placeholder ? { placeholder } : {})}
    value={form.draft[name]}
    error={form.error(paths[name] ?? name)}
    onChange={(value) => form.change({ [name]: value })}
  />
)

const Pem = ({ form, name, label, hint, placeholder }: LineProps) => (
  <Field id={`host-${name}`} label={label} hint={hint} error={form.error(paths[name] ?? name)}>
    {(control) => (
      <Textarea
        {...control}
        rows={4}
        className="font-mono text-sm"
        autoComplete="off"
        placeholder={placeholder}
        value={form.draft[name]}
        onChange={(event) => form.change({ [name]: event.target.value })}
      />
    )}
  </Field>
)

const Remote = ({ form }: { form: Form<HostDraft> }) => {
  const isSsh = form.draft.type === 'ssh'
  return (
    <>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-[2fr_1fr]">
        <Line form={form} name="host" label="Host" hint="Name or address of the machine." placeholder="203.0.113.7" />
        <Line form={form} name="port" label="Port" hint={isSsh ? '22 if left empty.' : '2376 if left empty.'} />
      </div>
      {isSsh ? (
        <>
          <Line form={form} name="username" label="User" hint="Who may use Docker there." placeholder="deploy" />
          <Pem
            form={form}
            name="privateKey"
            label="Private key"
            hint="In PEM form. Kept encrypted, never shown again."
          />
          <Line
            form={form}
            name="hostKey"
            label="Server key"
            hint="The line that ssh-keyscan prints; any other server is refused."
            placeholder="ssh-ed25519 AAAA…"
          />
        </>
      ) : (
        <>
          <Pem form={form} name="ca" label="CA certificate" hint="ca.pem" />
          <Pem form={form} name="cert" label="Client certificate" hint="cert.pem" />
          <Pem form={form} name="key" label="Client key" hint="key.pem. Kept encrypted, never shown again." />
        </>
      )}
    </>
  )
}

const Added = ({ name, checks }: { name: string; checks: readonly HostCheck[] }) => {
  const isReady = checks.every((check) => check.ok)
  return (
    <div className="flex max-w-2xl flex-col items-start gap-4">
      <Notice tone={isReady ? 'good' : 'warn'} live>
        {isReady ? `${name} is added and ready for apps.` : `${name} is added, but something is missing there.`}
      </Notice>
      <CheckList checks={checks} />
      <Button asChild look="primary">
        <Link href="/hosts">Go to the hosts</Link>
      </Button>
    </div>
  )
}
