'use client'

import { useId } from 'react'
import { Input } from '@/components/ui/input'

interface DayFieldProps {
  label: string
  value: string | undefined
  min?: string | undefined
  max?: string | undefined
  onChange: (day: string | undefined) => void
}

/** A day of the calendar, by which something is narrowed. */
export const DayField = ({ label, value, min, max, onChange }: DayFieldProps) => {
  const id = useId()
  return (
    <span className="flex items-center gap-2 text-sm max-sm:flex-col max-sm:items-stretch max-sm:gap-1">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        className="figures min-w-0 sm:w-auto!"
        value={value ?? ''}
        min={min}
        max={max}
        onChange={(event) => onChange(event.target.value || undefined)}
      />
    </span>
  )
}
