'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { curlExample } from '@/core/hooks/curl-example'
import { hookSchema } from '@/core/hooks/schema'
import { HookList, type ShownHook } from './hook-list'

interface MadeHook {
  name: string
  url: string
  secret: string
}

interface DeployHooksProps {
  hooks: readonly ShownHook[]
  now: string
  /** The app's image, for the example. */
  image: string
  add: (input: unknown) => Promise<ActionResult<MadeHook>>
  remove: (hookId: string) => Promise<ActionResult<null>>
}

const empty = { name: '' }

/** URLs that deploy the app: the list, and a form whose result is shown once. */
export const DeployHooks = ({ hooks, now, image, add, remove }: DeployHooksProps) => {
  const [made, setMade] = useState<MadeHook | null>(null)
  const form = useForm({
    initial: empty,
    validate: (draft) => validateWith(hookSchema, draft),
    submit: add,
    onDone: (hook) => {
      setMade(hook)
      form.reset(empty)
    },
  })
  return (
    <>
      <HookList hooks={hooks} now={now} remove={remove} />
      <form onSubmit={form.onSubmit} noValidate className="mt-6 max-w-md">
        <TextField
          id="hook-name"
          label="New deploy hook"
          hint="Its name stands in the history as who deployed."
          placeholder="build pipeline"
          value={form.draft.name}
          error={form.error('name')}
          onChange={(name) => form.change({ name })}
        />
        <FormFoot message={form.message}>
          <Button type="submit" pending={form.pending}>
            {form.pending ? 'Adding…' : 'Add hook'}
          </Button>
        </FormFoot>
      </form>
      {made ? <Made hook={made} image={image} /> : null}
    </>
  )
}

const Made = ({ hook, image }: { hook: MadeHook; image: string }) => (
  <div className="mt-4 flex flex-col gap-3">
    <Notice tone="good" live>
      <p className="font-medium">The secret of “{hook.name}” is shown this once. Copy it now.</p>
      <p className="mt-1 flex flex-wrap items-center gap-3">
        <code className="font-mono break-all">{hook.secret}</code>
        <CopyButton text={hook.secret} what="secret" label="Copy" />
      </p>
    </Notice>
    <p className="max-w-3xl text-muted">
      Senders of Standard Webhooks and of GitHub’s webhooks take the address and the secret as they are. A script signs
      like this, with the secret in <code className="font-mono">GAPLESS_HOOK_SECRET</code>; without a body it deploys
      the image that the app has.
    </p>
    <CodeBlock code={curlExample(hook.url, image)} what="example" />
  </div>
)
