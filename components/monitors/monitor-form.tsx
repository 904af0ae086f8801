'use client'

import { useRouter } from 'next/navigation'
import { useRef } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/input'
import { Section } from '@/components/ui/section'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { type WatchableApp, withApp } from '@/core/monitors/choose-app'
import {
  type MonitorDraft,
  monitorFromDraft,
  monitorPatch,
  monitorPaths,
  suggestMonitorName,
} from '@/core/monitors/draft'
import { monitorSchema } from '@/core/monitors/schema'
import { ChannelChoice, type ShownChannel } from './channel-choice'
import { CheckNow } from './check-now'
import { ExpectationFields } from './expectation-fields'
import { RequestFields } from './request-fields'

interface MonitorFormProps {
  initial: MonitorDraft
  apps: readonly WatchableApp[]
  channels: readonly ShownChannel[]
  /** Of an existing monitor: what is stored of its request; null for a new one. */
  existing: { id: string; headerNames: readonly string[]; stored: string } | null
  save: (input: unknown) => Promise<ActionResult<{ id: string }>>
  sendTest: Parameters<typeof ChannelChoice>[0]['sendTest']
  createChannel: Parameters<typeof ChannelChoice>[0]['create']
}

/** A name that is left empty is taken from the URL, so without one it is the URL that is missing. */
const validate = (draft: MonitorDraft) => {
  const problems = validateWith(monitorSchema, monitorFromDraft(draft))
  const isUrlWrong = problems.some(({ path }) => path === 'url')
  return problems.filter(({ path }) => !(path === 'name' && isUrlWrong && draft.name.trim() === ''))
}

/** An alert on one page: what is asked, how often, and who is told. The rest has a default and is folded away. */
export const MonitorForm = ({ initial, apps, channels, existing, save, sendTest, createChannel }: MonitorFormProps) => {
  const router = useRouter()
  const said = (draft: MonitorDraft) =>
    existing === null ? monitorFromDraft(draft) : monitorPatch(draft, existing.headerNames)
  const form = useForm({
    initial,
    validate,
    submit: (draft) => save(said(draft)),
    onDone: ({ id }) => router.push(`/monitors/${id}`),
    pathsOf: monitorPaths,
  })
  const { draft, change, error } = form
  const box = useRef<HTMLFormElement>(null)
  const describe = () => {
    if (validate(draft).length === 0) {
      return existing === null ? said(draft) : { monitorId: existing.id, patch: said(draft) }
    }
    // The form itself knows best how to show what is missing.
    box.current?.requestSubmit()
    return null
  }
  return (
    <form ref={box} onSubmit={form.onSubmit} noValidate className="max-w-4xl">
      <Section title="HTTP status check">
        <div className="grid gap-x-6 gap-y-1 sm:grid-cols-[2fr_1fr]">
          <TextField
            id="url"
            label="URL"
            hint="Asked as a visitor would, from this server."
            placeholder="https://shop.example.com/health"
            isMono
            inputMode="url"
            autoComplete="off"
            value={draft.url}
            error={error('url')}
            onChange={(url) => change({ url })}
          />
          <TextField
            id="name"
            label="Name"
            hint="As it stands in messages."
            placeholder={suggestMonitorName(draft.url.trim()) || 'Shop'}
            autoComplete="off"
            value={draft.name}
            error={error('name')}
            onChange={(name) => change({ name })}
          />
          <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
            <TextField
              id="intervalSeconds"
              label="Check every"
              hint="From 5 s on."
              unit="s"
              inputMode="numeric"
              value={draft.intervalSeconds}
              error={error('intervalSeconds')}
              onChange={(intervalSeconds) => change({ intervalSeconds })}
            />
            <TextField
              id="deployIntervalSeconds"
              label="While deploying"
              hint="Until two minutes after."
              unit="s"
              inputMode="numeric"
              value={draft.deployIntervalSeconds}
              error={error('deployIntervalSeconds')}
              onChange={(deployIntervalSeconds) => change({ deployIntervalSeconds })}
            />
          </div>
          <Field id="appId" label="App" hint="Its deployments are named in incidents." error={error('appId')}>
            {(control) => (
              <Select
                {...control}
                value={draft.appId}
                onChange={({ target }) => change(withApp(draft, target.value, apps))}
              >
                <option value="">none of ours</option>
                {apps.map((app) => (
                  <option key={app.id} value={app.id}>
                    {app.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <div className="mt-3">
          <CheckNow describe={describe} onRefused={form.refuse} />
        </div>
      </Section>
      <Section title="Notification" className="mt-8">
        {channels.length === 0 ? (
          <p className="text-muted">No channel is set up yet, so incidents show here and nobody is told.</p>
        ) : null}
        <ChannelChoice
          channels={channels}
          chosen={draft.channelIds}
          onChange={(channelIds) => change({ channelIds })}
          sendTest={sendTest}
          create={createChannel}
        />
      </Section>
      <Disclosure
        className="mt-8 border-y py-2"
        title="Advanced"
        open={existing !== null}
        summary={`${draft.method}, ${draft.expectedStatus}, down after ${draft.failureThreshold} failures in a row`}
      >
        <div className="pt-4 pb-2">
          <ExpectationFields form={form} />
          <h3 className="mt-4 mb-2 font-semibold">Request</h3>
          <RequestFields form={form} stored={existing?.stored ?? null} />
        </div>
      </Disclosure>
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Saving…' : existing === null ? 'Save alert' : 'Save changes'}
        </Button>
      </FormFoot>
    </form>
  )
}
