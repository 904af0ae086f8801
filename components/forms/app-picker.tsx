'use client'

import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from './text-field'
import { type Picked, useFoundByName } from './use-found-by-name'

interface AppPickerProps {
  id: string
  label: string
  picked: readonly Picked[]
  error?: string | undefined
  onChange: (picked: readonly Picked[]) => void
}

/** Chooses some of the apps, however many there are: by a part of their name. */
export const AppPicker = ({ id, label, picked, error, onChange }: AppPickerProps) => {
  const [text, setText] = useState('')
  const found = useFoundByName('apps', text).filter((app) => picked.every((one) => one.id !== app.id))
  return (
    <div className="max-w-xl">
      {picked.length > 0 ? (
        <ul aria-label="Chosen apps" className="mb-2 flex flex-wrap gap-2">
          {picked.map((app) => (
            <li key={app.id} className="max-w-full">
              <Button
                className="max-w-full"
                aria-label={`Take ${app.name} off`}
                onClick={() => onChange(picked.filter((one) => one.id !== app.id))}
              >
                <span className="truncate">{app.name}</span> <X size={14} aria-hidden className="shrink-0" />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <TextField
        id={id}
        label={label}
        hint={found.length === 0 && text !== '' ? 'No other app is called that.' : 'Type a part of its name or domain.'}
        error={error}
        autoComplete="off"
        value={text}
        onChange={setText}
      />
      <ul aria-label="Apps to add" className="mt-1 flex flex-wrap gap-2">
        {found.map((app) => (
          <li key={app.id} className="max-w-full">
            <Button
              look="quiet"
              className="max-w-full"
              onClick={() => onChange([...picked, { id: app.id, name: app.name }])}
            >
              <Plus size={14} aria-hidden className="shrink-0" /> <span className="truncate">{app.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
