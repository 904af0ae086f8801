'use client'

import { Moon, Sun } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'

type Theme = 'light' | 'dark'

const year = 31_536_000

/** Turns to the other theme and keeps it for this browser. `chosen` is null while the system decides. */
export const ThemeToggle = ({ chosen }: { chosen: Theme | null }) => {
  const [theme, setTheme] = useState(chosen)
  useEffect(() => {
    if (theme === null) setTheme(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  }, [theme])
  const toggle = () => {
    const next = theme === 'dark' ? 'light' : 'dark'
    setTheme(next)
    document.documentElement.dataset.theme = next
    Object.assign(document, { cookie: `theme=${next}; path=/; max-age=${year}; samesite=lax` })
  }
  const Icon = theme === 'dark' ? Moon : Sun
  return (
    <Button look="quiet" className="px-2" aria-label="Change between light and dark" onClick={toggle}>
      <Icon size={16} aria-hidden />
    </Button>
  )
}
