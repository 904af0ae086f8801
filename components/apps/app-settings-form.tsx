'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import type { ActionResult } from '@/core/action-result'
import { type AppDraft, appFromDraft, settingsPatch } from '@/core/apps/draft'
import { appSchema } from '@/core/apps/schema'
import { validateWith } from '@/core/forms/validate'
import { AdvancedFields } from './advanced-fields'
import { appPaths } from './app-form'
import { DomainField, HealthFields, ImageFields } from './basic-fields'
import { DeployButton } from './deploy-button'
import { HttpsField } from './https-field'
import { IncidentFields } from './incident-fields'
import { Snippets } from './snippets'

interface SettingsFormProps {
  appId: string
  initial: AppDraft
  hosts: readonly string[]
  isLocal: boolean
  save: (input: unknown) => Promise<ActionResult<null>>
  deploy?: (appId: string) => Promise<ActionResult<{ deploymentId: string }>>
}

const validate = (draft: AppDraft) => validateWith(appSchema, appFromDraft(draft))

/** The same fields as of a new app, with what applies at once and what needs a deployment told apart. */
export const AppSettingsForm = ({ appId, initial, hosts, isLocal, save, deploy }: SettingsFormProps) => {
  const router = useRouter()
  const [saved, setSaved] = useState(false)
  const form = useForm<AppDraft, null>({
    initial,
    validate,
    submit: (draft) => save({ appId, patch: settingsPatch(draft) }),
    onDone: () => {
      setSaved(true)
      form.reset(form.draft)
      router.refresh()
    },
    pathsOf: appPaths,
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-4xl" onChange={() => setSaved(false)}>
      <Section title="Image">
        <ImageFields form={form} />
      </Section>
      <Section title="Port and health check" className="mt-6">
        <HealthFields form={form} />
        <Snippets path={form.draft.path} />
      </Section>
      <Section title="Domain" description="Applies at once, without a deployment." className="mt-6">
        <DomainField form={form} isLocal={isLocal} />
        <HttpsField form={form} />
      </Section>
      <Section title="Incidents" description="Applies at once, to incidents of its monitors." className="mt-6">
        <IncidentFields form={form} />
      </Section>
      <Section
        title="Advanced"
        description="Rollout applies from the next deployment on; the rest goes into the next release."
        className="mt-6"
      >
        <AdvancedFields form={form} hosts={hosts} />
      </Section>
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending} disabled={!form.isChanged}>
          {form.pending ? 'Saving…' : 'Save'}
        </Button>
        {form.isChanged ? <Button onClick={() => form.reset(initial)}>Undo changes</Button> : null}
      </FormFoot>
      <div aria-live="polite" className="mt-4">
        {saved ? (
          <Notice tone="good">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p>
                Saved. Domains and what is done about incidents are changed already; image, port and health check go
                live with the next deployment.
              </p>
              {deploy ? <DeployButton appId={appId} appName={initial.name} deploy={deploy} /> : null}
            </div>
          </Notice>
        ) : null}
      </div>
    </form>
  )
}
