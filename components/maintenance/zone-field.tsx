'use client'

import { useEffect, useState } from 'react'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/input'

interface ZoneFieldProps {
  value: string
  error: string | undefined
  onChange: (timezone: string) => void
  /** The value was chosen before, and stays. */
  isChosen?: boolean
}

/**
 * Chooses a time zone; the browser's own to begin with, unless one was chosen. Servers and browsers know different ones, so
 * it is filled late.
 */
export const ZoneField = ({ value, error, onChange, isChosen = false }: ZoneFieldProps) => {
  const [zones, setZones] = useState<readonly string[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the browser is there
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    setZones([...new Set(['UTC', own, value, ...Intl.supportedValuesOf('timeZone')])])
    if (!isChosen) onChange(own)
  }, [])
  return (
    <Field id="timezone" label="Time zone" hint="Of all times here." error={error}>
      {(control) => (
        <Select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
          {(zones.length === 0 ? [value] : zones).map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </Select>
      )}
    </Field>
  )
}
