'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { KeyList } from './key-list'
import { places, singleKeysWork } from './shortcuts'

/** Two keys belong together when the second comes within this time. */
const togetherMs = 1000

/** Listens for the keys that work anywhere. */
export const Keyboard = () => {
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const began = useRef(0)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !singleKeysWork()) return
      const isSecond = Date.now() - began.current < togetherMs
      began.current = 0
      const place = isSecond ? places.find(({ key }) => key === event.key) : undefined
      if (place) router.push(place.href)
      else if (event.key === 'g') began.current = Date.now()
      else if (event.key === '?') setOpen(true)
      else if (event.key === '/') document.querySelector<HTMLElement>('[data-list-search]')?.focus()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [router])
  return <KeyList open={isOpen} onOpenChange={setOpen} />
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null)
