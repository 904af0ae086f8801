'use client'

import { useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'

interface PemFieldProps {
  id: string
  label: string
  hint: string
  placeholder: string
  error?: string | undefined
  value: string
  onChange: (value: string) => void
}

/** More is no certificate, whatever the file is called. */
const mostBytes = 100_000

/** A text in PEM: pasted, or read from a file in the browser. */
export const PemField = ({ id, label, hint, placeholder, error, value, onChange }: PemFieldProps) => {
  const chooser = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined): Promise<void> => {
    if (file) onChange(await file.slice(0, mostBytes + 1).text())
  }
  return (
    <div className="relative">
      <Field id={id} label={label} hint={hint} error={error}>
        {(control) => (
          <Textarea
            {...control}
            rows={5}
            autoComplete="off"
            className="font-mono text-sm"
            placeholder={placeholder}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <input
        ref={chooser}
        type="file"
        accept=".pem,.crt,.cer,.key,.txt"
        tabIndex={-1}
        aria-hidden
        className="sr-only"
        onChange={(event) => {
          void read(event.target.files?.[0])
          // The same file can be chosen again after it has changed.
          event.target.value = ''
        }}
      />
      <Button look="quiet" tight className="absolute -top-1 right-0" onClick={() => chooser.current?.click()}>
        Choose file<span className="sr-only"> of the {label.toLowerCase()}</span>
      </Button>
    </div>
  )
}
