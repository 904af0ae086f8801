'use client'

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { TextField } from '@/components/forms/text-field'
import { useFoundByName } from '@/components/forms/use-found-by-name'
import { Button } from '@/components/ui/button'

/** A monitor on the page, with what visitors read. */
export interface ShownMonitor {
  monitorId: string
  name: string
  label: string
}

interface StatusPageMonitorsProps {
  chosen: readonly ShownMonitor[]
  errorOf: (index: number) => string | undefined
  onChange: (chosen: readonly ShownMonitor[]) => void
}

/** Which monitors visitors see, under which names and in which order. */
export const StatusPageMonitors = ({ chosen, errorOf, onChange }: StatusPageMonitorsProps) => {
  const put = (index: number, label: string) =>
    onChange(chosen.map((one, at) => (at === index ? { ...one, label } : one)))
  return (
    <fieldset className="mt-4">
      <legend className="mb-2 font-semibold">Monitors</legend>
      {chosen.length === 0 ? <p className="mb-4 text-muted">None is chosen yet: the page would be empty.</p> : null}
      <ol>
        {chosen.map(({ monitorId, name, label }, index) => (
          <li key={monitorId} className="flex flex-wrap items-start gap-x-2">
            <TextField
              id={`shown-${monitorId}`}
              label={`Visitors read, for ${name}`}
              value={label}
              error={errorOf(index)}
              onChange={(text) => put(index, text)}
              fieldClassName="min-w-0 grow basis-56"
            />
            <div className="flex gap-1 sm:pt-6">
              <Button
                look="quiet"
                tight
                aria-label={`Move ${name} up`}
                disabled={index === 0}
                onClick={() => onChange(moved(chosen, index, index - 1))}
              >
                <ArrowUp size={14} aria-hidden />
              </Button>
              <Button
                look="quiet"
                tight
                aria-label={`Move ${name} down`}
                disabled={index === chosen.length - 1}
                onClick={() => onChange(moved(chosen, index, index + 1))}
              >
                <ArrowDown size={14} aria-hidden />
              </Button>
              <Button
                look="quiet"
                tight
                aria-label={`Take ${name} off the page`}
                onClick={() => onChange(chosen.filter((one) => one.monitorId !== monitorId))}
              >
                <Trash2 size={14} aria-hidden />
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <Finder chosen={chosen} onAdd={(monitor) => onChange([...chosen, monitor])} />
    </fieldset>
  )
}

const Finder = ({ chosen, onAdd }: { chosen: readonly ShownMonitor[]; onAdd: (monitor: ShownMonitor) => void }) => {
  const [text, setText] = useState('')
  const found = useFoundByName('monitors', text).filter(({ id }) => chosen.every(({ monitorId }) => monitorId !== id))
  return (
    <div className="mt-2">
      <TextField
        id="find-monitor"
        label="Add a monitor"
        hint={
          found.length === 0 && text !== '' ? 'No other monitor is called that.' : 'Type a part of its name or URL.'
        }
        autoComplete="off"
        value={text}
        onChange={setText}
        fieldClassName="max-w-md"
      />
      <ul className="flex flex-wrap gap-2">
        {found.map(({ id, name }) => (
          <li key={id} className="max-w-full">
            <Button className="max-w-full" onClick={() => onAdd({ monitorId: id, name, label: name })}>
              <Plus size={14} aria-hidden className="shrink-0" /> <span className="truncate">{name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

const moved = (chosen: readonly ShownMonitor[], from: number, to: number): ShownMonitor[] => {
  const rest = chosen.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...chosen.slice(from, from + 1), ...rest.slice(to)]
}
