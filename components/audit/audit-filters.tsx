'use client'

import { X } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { type FormEvent, useTransition } from 'react'
import { DayField } from '@/components/forms/day-field'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/input'
import { type AuditFilter, actionChoices, isFiltered, targetChoices } from '@/core/audit/filter'

interface AuditFiltersProps {
  filter: AuditFilter
  actors: readonly { id: string; name: string; type: string }[]
}

/** Narrows the audit log by person, action, thing, day and text. In the address, so that it can be shared. */
export const AuditFilters = ({ filter, actors }: AuditFiltersProps) => {
  const router = useRouter()
  const path = usePathname()
  const [pending, startTransition] = useTransition()
  const go = (next: AuditFilter) => {
    const entries = Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1]))
    const query = new URLSearchParams(entries)
    startTransition(() => router.replace(query.size === 0 ? path : `${path}?${query}`, { scroll: false }))
  }
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = new FormData(event.currentTarget).get('text')
    go({ ...filter, text: typeof text === 'string' ? text.trim() || undefined : undefined })
  }
  return (
    <search
      aria-label="Filter the audit log"
      aria-busy={pending}
      className="mb-3 grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap"
    >
      <form onSubmit={search} className="max-sm:col-span-2">
        <Input
          key={filter.text ?? ''}
          name="text"
          type="search"
          aria-label="Name or address"
          placeholder="Name or address"
          data-list-search
          className="sm:w-48!"
          defaultValue={filter.text ?? ''}
          maxLength={100}
        />
      </form>
      <Choice
        label="By"
        all="By anyone"
        value={filter.actorId}
        choices={actors.map(({ id, name, type }) => ({
          value: id,
          words: type === 'user' || type === 'system' ? name : `${name} (${type})`,
        }))}
        onChange={(actorId) => go({ ...filter, actorId })}
      />
      <Choice
        label="Action"
        all="Any action"
        value={filter.action}
        choices={actionChoices}
        onChange={(action) => go({ ...filter, action })}
      />
      <Choice
        label="Of what"
        all="Anything"
        value={filter.targetType}
        choices={targetChoices}
        onChange={(targetType) => go({ ...filter, targetType })}
      />
      <DayField
        label="From"
        value={dayOf(filter.from)}
        max={dayOf(filter.to)}
        onChange={(from) => go({ ...filter, from })}
      />
      <DayField label="To" value={dayOf(filter.to)} min={dayOf(filter.from)} onChange={(to) => go({ ...filter, to })} />
      {isFiltered(filter) ? (
        <Button look="quiet" onClick={() => go({})}>
          <X size={14} aria-hidden /> Show all
        </Button>
      ) : null}
    </search>
  )
}

const dayOf = (moment: string | undefined): string | undefined => moment?.slice(0, 10)

interface ChoiceProps {
  label: string
  all: string
  value: string | undefined
  choices: readonly { value: string; words: string }[]
  onChange: (value: string | undefined) => void
}

const Choice = ({ label, all, value, choices, onChange }: ChoiceProps) => (
  <Select
    aria-label={label}
    className="sm:w-auto! sm:max-w-48"
    value={value ?? ''}
    onChange={({ target }) => onChange(target.value || undefined)}
  >
    <option value="">{all}</option>
    {choices.map((one) => (
      <option key={one.value} value={one.value}>
        {one.words}
      </option>
    ))}
  </Select>
)
