'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { PasswordField } from '@/components/forms/password-field'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { ZoneField } from '@/components/maintenance/zone-field'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Checkbox, Select } from '@/components/ui/input'
import type { ActionResult } from '@/core/action-result'
import {
  type BackupDraft,
  backupDraft,
  backupInput,
  backupPaths,
  type KnownSettings,
  validateBackupDraft,
} from '@/core/backups/draft'
import { S3Fields } from './s3-fields'
import { TestDestination } from './test-destination'

interface BackupFormProps {
  /** null: nothing was set yet. */
  known: KnownSettings | null
  save: (input: unknown) => Promise<ActionResult<null>>
  test: (input: unknown) => Promise<ActionResult<string>>
}

/** When backups are made, where they go, how many are kept, and whether the key is in them. */
export const BackupForm = ({ known, save, test }: BackupFormProps) => {
  const [saved, setSaved] = useState(false)
  const form = useForm<BackupDraft, null>({
    initial: backupDraft(known),
    validate: (draft) => validateBackupDraft(draft, known),
    submit: (draft) => save(backupInput(draft)),
    onDone: () => {
      setSaved(true)
      form.reset({ ...form.draft, secretAccessKey: '', passphrase: '' })
    },
    pathsOf: backupPaths,
  })
  const { draft, error } = form
  const change = (part: Partial<BackupDraft>) => {
    setSaved(false)
    form.change(part)
  }
  const describe = (): unknown => {
    const fields = validateBackupDraft(draft, known)
    if (fields.length === 0) return backupInput(draft)
    form.refuse({ ok: false, message: 'Some fields need other values before it can be tested.', fields })
    return null
  }
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-3xl">
      <Checkbox
        label="Make a backup every day"
        checked={draft.enabled}
        onChange={({ target }) => change({ enabled: target.checked })}
      />
      <div className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-3">
        <TextField
          id="backup-time"
          label="At"
          type="time"
          value={draft.time}
          error={error('time')}
          onChange={(time) => change({ time })}
        />
        <ZoneField
          isChosen
          value={draft.timezone}
          error={error('timezone')}
          onChange={(timezone) => change({ timezone })}
        />
        <TextField
          id="backup-keep"
          label="Keep the newest"
          inputMode="numeric"
          autoComplete="off"
          hint="Older ones are removed."
          value={draft.keep}
          error={error('keep')}
          onChange={(keep) => change({ keep })}
        />
        <Field id="backup-type" label="Where to">
          {(control) => (
            <Select
              {...control}
              value={draft.type}
              onChange={({ target }) => change({ type: target.value === 's3' ? 's3' : 'folder' })}
            >
              <option value="folder">A folder of the server</option>
              <option value="s3">S3-compatible storage</option>
            </Select>
          )}
        </Field>
        {draft.type === 'folder' ? (
          <TextField
            id="backup-folder"
            label="Folder"
            isMono
            fieldClassName="sm:col-span-2"
            placeholder="/backups/gapless"
            hint="Best on another disk than Gapless itself. It has to be there and writable."
            value={draft.folder}
            error={error('destination.folder')}
            onChange={(folder) => change({ folder })}
          />
        ) : null}
      </div>
      {draft.type === 's3' ? (
        <S3Fields form={{ draft, error, change }} hasSecret={known?.hasSecretAccessKey ?? false} />
      ) : null}
      <Checkbox
        label="Put the encryption key into each backup, sealed by a passphrase"
        checked={draft.hasKey}
        onChange={({ target }) => change({ hasKey: target.checked })}
      />
      {draft.hasKey ? (
        <div className="mt-1 max-w-sm">
          <PasswordField
            id="backup-passphrase"
            label="Passphrase"
            autoComplete="off"
            hint={
              known?.hasPassphrase
                ? 'Left empty, it stays as it is. Keep it somewhere else.'
                : '12 characters or more. Keep it somewhere else.'
            }
            value={draft.passphrase}
            error={error('passphrase')}
            onChange={(passphrase) => change({ passphrase })}
          />
        </div>
      ) : (
        <p className="max-w-prose text-sm text-muted">
          Without it a backup is of no use unless you keep the key yourself, apart from the backups.
        </p>
      )}
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Testing and saving…' : 'Save'}
        </Button>
        <TestDestination describe={describe} test={test} onRefused={form.refuse} />
        <span role="status" className="text-muted">
          {saved && !form.isChanged ? 'Saved.' : ''}
        </span>
      </FormFoot>
    </form>
  )
}
