'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { formatCount } from '@/core/format/number'

interface MonitorChoiceProps {
  monitors: readonly { id: string; name: string; url: string }[]
  chosen: readonly string[]
  error: string | undefined
  onChange: (monitorIds: readonly string[]) => void
}

/** So many are seen at once; more are looked for by name. */
const searchFrom = 8

const scrollable = { tabIndex: 0 }

/** Chooses some of many: narrowed by what is typed, all that are shown at one press. */
export const MonitorChoice = ({ monitors, chosen, error, onChange }: MonitorChoiceProps) => {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const shown = monitors.filter(({ name, url }) => `${name} ${url}`.toLowerCase().includes(wanted))
  const hasAll = shown.length > 0 && shown.every(({ id }) => chosen.includes(id))
  const toggle = (id: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))
  const toggleAll = () => {
    const ids = shown.map(({ id }) => id)
    onChange(hasAll ? chosen.filter((id) => !ids.includes(id)) : [...new Set([...chosen, ...ids])])
  }
  return (
    <fieldset aria-describedby="monitors-note">
      <legend className="mb-1 font-medium">Monitors</legend>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        {monitors.length >= searchFrom ? (
          <Input
            type="search"
            aria-label="Narrow the monitors"
            placeholder="Name or URL"
            className="sm:w-64!"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        ) : null}
        <Button onClick={toggleAll} disabled={shown.length === 0}>
          {hasAll ? 'Choose none' : wanted === '' ? 'Choose all' : `Choose these ${formatCount(shown.length)}`}
        </Button>
        <span className="figures text-sm text-muted">
          {formatCount(chosen.length)} of {formatCount(monitors.length)} chosen
        </span>
      </div>
      <ul
        {...scrollable}
        aria-label="Monitors to choose from"
        className="max-h-64 overflow-y-auto rounded-md border border-line-strong bg-surface"
      >
        {shown.map(({ id, name, url }) => (
          <li key={id} className="border-b last:border-0">
            <label className="control flex items-center gap-2 px-2.5 hover:bg-hover">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                aria-invalid={error ? true : undefined}
                checked={chosen.includes(id)}
                onChange={({ target }) => toggle(id, target.checked)}
              />
              <span className="min-w-0 truncate font-medium">{name}</span>
              <span className="min-w-0 truncate text-sm text-muted">{url}</span>
            </label>
          </li>
        ))}
        {shown.length === 0 ? <li className="px-2.5 py-2 text-muted">No monitor fits.</li> : null}
      </ul>
      <p id="monitors-note" aria-live="polite" className="min-h-5 text-sm text-warn">
        {error}
      </p>
    </fieldset>
  )
}
