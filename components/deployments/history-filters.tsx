'use client'

import { X } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { DayField } from '@/components/forms/day-field'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/input'
import { type HistoryFilter, isFiltered, outcomeNames, outcomes } from '@/core/deployments/filter'

interface HistoryFiltersProps {
  filter: HistoryFilter
  deployers: readonly { id: string; name: string; type: 'user' | 'token' }[]
}

/** Narrows a history by outcome, person and day. In the address, so that it can be shared and gone back to. */
export const HistoryFilters = ({ filter, deployers }: HistoryFiltersProps) => {
  const router = useRouter()
  const path = usePathname()
  const [pending, startTransition] = useTransition()
  const go = (next: HistoryFilter) => {
    const entries = Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1]))
    const query = new URLSearchParams(entries)
    startTransition(() => router.replace(query.size === 0 ? path : `${path}?${query}`, { scroll: false }))
  }
  return (
    <search
      aria-label="Filter the history"
      aria-busy={pending}
      className="mb-3 grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap"
    >
      <Select
        aria-label="Outcome"
        data-list-search
        className="sm:w-auto!"
        value={filter.outcome ?? ''}
        onChange={({ target }) => go({ ...filter, outcome: outcomeNames.find((name) => name === target.value) })}
      >
        <option value="">Any outcome</option>
        {outcomeNames.map((name) => (
          <option key={name} value={name}>
            {outcomes[name].words}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Deployed by"
        className="sm:w-auto! sm:max-w-48"
        value={filter.by ?? ''}
        onChange={({ target }) => go({ ...filter, by: target.value || undefined })}
      >
        <option value="">By anyone</option>
        {deployers.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
            {one.type === 'token' ? ' (token)' : ''}
          </option>
        ))}
      </Select>
      <DayField label="From" value={filter.from} max={filter.to} onChange={(from) => go({ ...filter, from })} />
      <DayField label="To" value={filter.to} min={filter.from} onChange={(to) => go({ ...filter, to })} />
      {isFiltered(filter) ? (
        <Button look="quiet" onClick={() => go({})}>
          <X size={14} aria-hidden /> Show all
        </Button>
      ) : null}
    </search>
  )
}
