'use client'

import { useRouter } from 'next/navigation'
import { useRef } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { Section } from '@/components/ui/section'
import type { ActionResult } from '@/core/action-result'
import { type AppDraft, appFromDraft, suggestName } from '@/core/apps/draft'
import { appSchema } from '@/core/apps/schema'
import { validateWith } from '@/core/forms/validate'
import { AdvancedFields } from './advanced-fields'
import { appPaths } from './app-form'
import { DomainField, HealthFields, ImageFields } from './basic-fields'
import { EnvEditor } from './env-editor'
import { Snippets } from './snippets'
import { Trial } from './trial'

interface NewAppFormProps {
  initial: AppDraft
  hosts: readonly string[]
  /** The dashboard runs on the person's own machine, where *.localhost needs no DNS. */
  isLocal: boolean
  create: (input: unknown) => Promise<ActionResult<{ appId: string; deploymentId: string }>>
}

const validate = (draft: AppDraft) => [
  ...(draft.image.trim() === '' ? [{ path: 'image', message: 'Name the image to run.' }] : []),
  ...validateWith(appSchema, appFromDraft(draft)),
]

/** One page: image, port and health check, domain; everything else has a default and is folded away. */
export const NewAppForm = ({ initial, hosts, isLocal, create }: NewAppFormProps) => {
  const router = useRouter()
  const form = useForm({
    initial,
    validate,
    submit: (draft) => create(appFromDraft(draft)),
    onDone: ({ deploymentId }) => router.push(`/deployments/${deploymentId}`),
    pathsOf: appPaths,
  })
  const { draft, change } = form
  const own = useRef({ name: false, domains: false })
  const box = useRef<HTMLFormElement>(null)

  const suggestFrom = (name: string): Partial<AppDraft> =>
    isLocal && !own.current.domains ? { domains: name === '' ? '' : `${name}.localhost` } : {}
  const onImage = (image: string) => {
    const name = own.current.name ? draft.name : suggestName(image)
    change({ image, ...(own.current.name ? {} : { name, ...suggestFrom(name) }) })
  }
  const onName = (name: string) => {
    own.current.name = true
    change({ name, ...suggestFrom(name) })
  }
  const onDomains = (domains: string) => {
    own.current.domains = true
    change({ domains })
  }
  const describe = () => {
    if (validate(draft).length === 0) return appFromDraft(draft)
    // The form itself knows best how to show what is missing.
    box.current?.requestSubmit()
    return null
  }

  return (
    <form ref={box} onSubmit={form.onSubmit} noValidate className="max-w-4xl">
      <Section title="Image">
        <ImageFields form={form} onImage={onImage} onName={onName} />
      </Section>
      <Section title="Port and health check" className="mt-6">
        <HealthFields form={form} />
        <Snippets path={draft.path} />
      </Section>
      <Section title="Domain" className="mt-6">
        <DomainField form={form} isLocal={isLocal} onDomains={onDomains} />
      </Section>
      <Section title="Environment" className="mt-6">
        <EnvEditor env={draft.env} onChange={(env) => change({ env })} error={form.error} />
      </Section>
      <Disclosure
        className="mt-8 border-y py-2"
        title="Advanced"
        summary={`${draft.replicas} ${draft.replicas === '1' ? 'replica' : 'replicas'}, healthy within ${draft.deadlineSeconds} s, verified for ${draft.verifySeconds} s, drained for ${draft.drainSeconds} s`}
      >
        <div className="pt-4 pb-2">
          <AdvancedFields form={form} hosts={hosts} />
        </div>
      </Disclosure>
      <div className="mt-6">
        <Trial url="/apps/try" describe={describe} onRefused={form.refuse} />
      </div>
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Creating…' : 'Create and deploy'}
        </Button>
      </FormFoot>
    </form>
  )
}
