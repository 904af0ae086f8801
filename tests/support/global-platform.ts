import type { TestProject } from 'vitest/node'
import { credentialsOf, newPlace, removePlace, up } from './platform'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A whole Gapless, started as a person starts it. */
    platform: { home: string; url: string; email: string; password: string; apiToken: string; proxyUrl: string }
  }
}

/** One Gapless for the whole run; each test makes apps of its own on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const place = await newPlace()
  try {
    await up(place)
    project.provide('platform', { home: place.home, ...credentialsOf(place) })
  } catch (error) {
    await removePlace(place)
    throw error
  }
  return () => removePlace(place)
}
