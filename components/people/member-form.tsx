'use client'

import { useRouter } from 'next/navigation'
import { FormFoot } from '@/components/forms/form-foot'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import type { Role } from '@/core/access/actor'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { memberSchema } from '@/core/members/schema'
import { type AccessDraft, AccessFields, accessInput } from './access-fields'

interface MemberFormProps {
  initial: AccessDraft
  grantable: readonly Role[]
  save: (input: unknown) => Promise<ActionResult<null>>
}

/** What a member may; it counts from their next request on. */
export const MemberForm = ({ initial, grantable, save }: MemberFormProps) => {
  const router = useRouter()
  const form = useForm<AccessDraft, null>({
    initial,
    validate: (draft) => validateWith(memberSchema, accessInput(draft)),
    submit: (draft) => save(accessInput(draft)),
    onDone: () => router.push('/settings/members'),
    pathsOf: { scope: 'appIds', apps: 'appIds' },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-3xl">
      <AccessFields id="member" draft={form.draft} grantable={grantable} error={form.error} change={form.change} />
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Saving…' : 'Save'}
        </Button>
      </FormFoot>
    </form>
  )
}
