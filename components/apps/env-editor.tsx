'use client'

import { Plus, Trash2 } from 'lucide-react'
import { type ClipboardEvent, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox, Input } from '@/components/ui/input'
import type { EnvDraft } from '@/core/apps/draft'
import { looksSecret, parseEnvLines } from '@/core/apps/env-draft'

interface EnvEditorProps {
  env: readonly EnvDraft[]
  onChange: (env: EnvDraft[]) => void
  error: (path: string) => string | undefined
}

/** Names and values of env; what is secret is written but never shown again. Whole .env files can be pasted. */
export const EnvEditor = ({ env, onChange, error }: EnvEditorProps) => {
  const next = useRef(0)
  const fresh = (name = '', value = ''): EnvDraft => {
    next.current += 1
    return { key: `new-${next.current}`, name, value, secret: looksSecret(name) }
  }
  const put = (key: string, part: Partial<EnvDraft>) =>
    onChange(env.map((one) => (one.key === key ? { ...one, ...part } : one)))

  const paste = (event: ClipboardEvent, at: EnvDraft) => {
    const found = parseEnvLines(event.clipboardData.getData('text'))
    if (!found || (found.length === 1 && at.name !== '')) return
    event.preventDefault()
    const names = new Set(found.map((one) => one.name))
    const kept = env.filter((one) => !names.has(one.name) && (one.key !== at.key || one.name !== ''))
    onChange([...kept, ...found.map((one) => fresh(one.name, one.value))])
  }

  return (
    <div>
      {env.length > 0 ? (
        <ul className="mb-3 flex flex-col">
          {env.map((one) => (
            <EnvRow
              key={one.key}
              one={one}
              error={error(`env.${one.name}`) ?? (isTwice(env, one) ? 'This name stands here twice.' : undefined)}
              onChange={(part) => put(one.key, part)}
              onPaste={(event) => paste(event, one)}
              onRemove={() => onChange(env.filter((other) => other.key !== one.key))}
            />
          ))}
        </ul>
      ) : null}
      <Button onClick={() => onChange([...env, fresh()])}>
        <Plus size={14} aria-hidden /> Add a variable
      </Button>
      <span className="ml-3 text-sm text-muted max-sm:hidden">or paste a whole .env file into a name</span>
    </div>
  )
}

const isTwice = (env: readonly EnvDraft[], one: EnvDraft): boolean =>
  one.name !== '' && env.some((other) => other.key !== one.key && other.name === one.name)

interface EnvRowProps {
  one: EnvDraft
  error: string | undefined
  onChange: (part: Partial<EnvDraft>) => void
  onPaste: (event: ClipboardEvent) => void
  onRemove: () => void
}

const EnvRow = ({ one, error, onChange, onPaste, onRemove }: EnvRowProps) => {
  const isKept = one.value === null
  const noteId = `${one.key}-note`
  const rename = (name: string) => onChange({ name, ...(looksSecret(name) ? { secret: true } : {}) })
  return (
    <li className="grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 border-b py-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto_auto]">
      <Input
        aria-label="Name"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? noteId : undefined}
        className="font-mono max-sm:col-span-2"
        placeholder="NAME"
        autoComplete="off"
        value={one.name}
        // A kept secret is known to the server by its name only.
        readOnly={isKept}
        onPaste={onPaste}
        onChange={(event) => rename(event.target.value)}
      />
      <Input
        aria-label={`Value of ${one.name || 'the new variable'}`}
        className="font-mono max-sm:col-span-2"
        type={one.secret ? 'password' : 'text'}
        autoComplete="off"
        placeholder={isKept ? 'kept as it is; type to replace it' : 'value'}
        value={one.value ?? ''}
        onChange={(event) => onChange({ value: event.target.value })}
      />
      <Checkbox
        label="Secret"
        checked={one.secret}
        disabled={isKept}
        onChange={(event) => onChange({ secret: event.target.checked })}
      />
      <Button look="quiet" tight aria-label={`Remove ${one.name || 'this variable'}`} onClick={onRemove}>
        <Trash2 size={14} aria-hidden />
      </Button>
      {error ? (
        <p id={noteId} aria-live="polite" className="col-span-full text-sm text-warn">
          {error}
        </p>
      ) : null}
    </li>
  )
}
