'use client'

import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { PaletteProps } from './command-palette'
import { leave } from './leave'

/** Comes when it is first wanted: most pages are read without it. */
const Palette = dynamic(() => import('./command-palette').then((module) => module.CommandPalette), { ssr: false })

type CommandsProps = Omit<PaletteProps, 'open' | 'onOpenChange' | 'signOut'>

/** Opens search and commands, as Ctrl K and Cmd K do. */
export const Commands = (props: CommandsProps) => {
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  const change = (open: boolean) => {
    setOpen(open)
    if (open) setWasOpened(true)
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setWasOpened(true)
      setOpen((open) => !open)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <>
      <Button
        look="plain"
        tight
        className="gap-2 text-muted lg:min-w-56"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => change(true)}
      >
        <Search size={14} aria-hidden />
        <span className="flex-1 text-left font-normal max-lg:sr-only">Search and commands</span>
        <kbd className="rounded-sm border px-1 font-mono text-xs max-md:hidden">Ctrl K</kbd>
      </Button>
      {wasOpened ? <Palette {...props} open={isOpen} onOpenChange={change} signOut={() => void leave()} /> : null}
    </>
  )
}
