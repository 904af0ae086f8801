import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'

const dashboard = join(import.meta.dirname, '../../app/(dashboard)')

/** The addresses of the dashboard's files of this name, with `{id}` where an id stands. */
export const dashboardAddresses = (name: 'page.tsx' | 'route.ts'): string[] =>
  readdirSync(dashboard, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.split(sep).at(-1) === name)
    .map((file) => file.split(sep).slice(0, -1))
    .map((segments) => segments.filter((segment) => !segment.startsWith('(')))
    .map((segments) => `/${segments.map((segment) => segment.replace(/^\[(.+)\]$/, '{$1}')).join('/')}`)
