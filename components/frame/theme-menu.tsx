'use client'

import { Check, Monitor, Moon, Sun } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu'
import { chooseTheme, type Theme, themes, useTheme } from './use-theme'

const looks = {
  system: { words: 'As the system', icon: Monitor },
  light: { words: 'Light', icon: Sun },
  dark: { words: 'Dark', icon: Moon },
} as const

/** Light, dark, or as the machine says. */
export const ThemeMenu = ({ atFirst }: { atFirst: Theme }) => {
  const theme = useTheme(atFirst)
  const Icon = looks[theme].icon
  return (
    <Menu
      trigger={
        <Button look="quiet" tight aria-label={`Theme: ${looks[theme].words}`}>
          <Icon size={16} aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Theme</MenuLabel>
      {themes.map((one) => (
        <MenuItem key={one} onSelect={() => chooseTheme(one)}>
          <Check size={14} aria-hidden className={one === theme ? 'text-accent' : 'invisible'} />
          {looks[one].words}
          {one === theme ? <span className="sr-only">, chosen</span> : null}
        </MenuItem>
      ))}
    </Menu>
  )
}
