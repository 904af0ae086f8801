'use client'

import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const year = 31_536_000
const listeners = new Set<() => void>()

const chosen = (): Theme => themes.find((theme) => theme === document.documentElement.dataset.theme) ?? 'system'

/** Turns to a theme and keeps it for this browser; `system` follows the machine. */
export const chooseTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  const kept = theme === 'system' ? 'theme=; max-age=0' : `theme=${theme}; max-age=${year}`
  Object.assign(document, { cookie: `${kept}; path=/; samesite=lax` })
  for (const listener of listeners) listener()
}

/** The theme that was chosen; what the server knows of it comes with the page. */
export const useTheme = (atFirst: Theme): Theme =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    chosen,
    () => atFirst,
  )
