'use client'

import { AppPicker } from '@/components/forms/app-picker'
import type { Picked } from '@/components/forms/use-found-by-name'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/input'
import { type Role, roles } from '@/core/access/actor'
import { mayBeRestricted } from '@/core/access/member-rules'
import { roleSentences } from '@/core/access/roles-table'

/** What somebody is to be let into. */
export interface AccessDraft {
  role: Role
  scope: 'all' | 'some'
  apps: readonly Picked[]
}

/** As the schemas take it. */
export const accessInput = ({ role, scope, apps }: AccessDraft) => ({
  role,
  appIds: scope === 'some' && mayBeRestricted(role) ? apps.map(({ id }) => id) : null,
})

interface AccessFieldsProps {
  /** Keeps the ids of two such forms on one page apart. */
  id: string
  draft: AccessDraft
  /** The roles that one may give. */
  grantable: readonly Role[]
  error: (path: string) => string | undefined
  change: (part: Partial<AccessDraft>) => void
}

const isRole = (value: string): value is Role => roles.some((role) => role === value)

/** A role, and for those who can be restricted the apps. */
export const AccessFields = ({ id, draft, grantable, error, change }: AccessFieldsProps) => {
  const isOpen = mayBeRestricted(draft.role)
  return (
    <>
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        <Field id={`${id}-role`} label="Role" hint={roleSentences[draft.role]} error={error('role')}>
          {(control) => (
            <Select
              {...control}
              value={draft.role}
              onChange={({ target }) => (isRole(target.value) ? change({ role: target.value }) : undefined)}
            >
              {grantable.map((role) => (
                <option key={role}>{role}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          id={`${id}-scope`}
          label="Apps"
          hint={isOpen ? scopeHints[draft.scope] : 'Owners and admins see all apps.'}
          error={draft.scope === 'some' ? undefined : error('appIds')}
        >
          {(control) => (
            <Select
              {...control}
              value={isOpen ? draft.scope : 'all'}
              disabled={!isOpen}
              onChange={({ target }) => change({ scope: target.value === 'some' ? 'some' : 'all' })}
            >
              <option value="all">all</option>
              <option value="some">only some</option>
            </Select>
          )}
        </Field>
      </div>
      {isOpen && draft.scope === 'some' ? (
        <AppPicker
          id={`${id}-apps`}
          label="Add an app"
          picked={draft.apps}
          error={error('appIds')}
          onChange={(apps) => change({ apps })}
        />
      ) : null}
    </>
  )
}

const scopeHints = {
  all: 'All apps, those that come later too.',
  some: 'They see and do nothing of the others.',
}
