'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import type { EnvDraft } from '@/core/apps/draft'
import { envPatch } from '@/core/apps/env-draft'
import { envSchema } from '@/core/apps/fields'
import { validateWith } from '@/core/forms/validate'
import { DeployButton } from './deploy-button'
import { EnvEditor } from './env-editor'

interface EnvFormProps {
  appId: string
  appName: string
  initial: EnvDraft[]
  save: (input: unknown) => Promise<ActionResult<null>>
  deploy?: (appId: string) => Promise<ActionResult<{ deploymentId: string }>>
}

interface Draft {
  env: EnvDraft[]
}

const validate = ({ env }: Draft) => {
  const named = env.filter((one) => one.name !== '')
  const values = Object.fromEntries(named.map((one) => [one.name, one.value ?? '']))
  const nameless = env.find((one) => one.name === '' && one.value !== '')
  return [
    ...validateWith(envSchema, values).map((field) => ({ ...field, path: `env.${field.path}` })),
    ...(nameless ? [{ path: 'env.', message: 'Give it a name, or remove it.' }] : []),
    ...(Object.keys(values).length < named.length
      ? [{ path: 'env', message: 'A name stands here twice; remove one of them.' }]
      : []),
  ]
}

/** An app's env. What is saved applies with the next deployment, so that is offered at once. */
export const EnvForm = ({ appId, appName, initial, save, deploy }: EnvFormProps) => {
  const [saved, setSaved] = useState(false)
  const form = useForm<Draft, null>({
    initial: { env: initial },
    validate,
    submit: ({ env }) => save({ appId, patch: envPatch(initial, env) }),
    onDone: () => {
      setSaved(true)
      form.reset(form.draft)
    },
  })
  const change = (env: EnvDraft[]) => {
    setSaved(false)
    form.change({ env })
  }
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-4xl" aria-labelledby="environment">
      <h2 id="environment" className="text-lg font-semibold">
        Environment
      </h2>
      <p className="mb-4 text-muted">
        A release keeps the values it was made with. What you save here goes into the next one.
      </p>
      <EnvEditor env={form.draft.env} onChange={change} error={form.error} />
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending} disabled={!form.isChanged}>
          {form.pending ? 'Saving…' : 'Save'}
        </Button>
      </FormFoot>
      <div aria-live="polite" className="mt-4">
        {saved ? (
          <Notice tone="good">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p>Saved. The running release keeps its values until the next deployment.</p>
              {deploy ? <DeployButton appId={appId} appName={appName} deploy={deploy} /> : null}
            </div>
          </Notice>
        ) : null}
      </div>
    </form>
  )
}
