'use client'

import { Search } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition } from 'react'
import { Input } from '@/components/ui/input'

interface ListSearchProps {
  /** What is looked for, for those who do not see where the field stands. */
  label: string
  value: string
}

const quietMs = 200

/** Narrows a list as one types; kept in the address. `/` leads here from anywhere on the page. */
export const ListSearch = ({ label, value }: ListSearchProps) => {
  const router = useRouter()
  const path = usePathname()
  const [text, setText] = useState(value)
  const [pending, startTransition] = useTransition()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const change = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const query = new URLSearchParams(location.search)
      query.delete('cursor')
      if (next.trim() === '') query.delete('q')
      else query.set('q', next.trim())
      startTransition(() => router.replace(query.size === 0 ? path : `${path}?${query}`, { scroll: false }))
    }, quietMs)
  }
  return (
    <search className="relative w-full sm:w-64" aria-busy={pending}>
      <Search
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        data-list-search
        className="pl-8"
        value={text}
        onChange={(event) => change(event.target.value)}
      />
    </search>
  )
}
