import type { Registry } from '@/prisma/generated/client'

/** A registry login as it is shown: the password never comes back. */
export interface RegistryView {
  id: string
  name: string
  host: string
  username: string
  createdAt: string
}

export const registryView = (row: Registry): RegistryView => ({
  id: row.id,
  name: row.name,
  host: row.host,
  username: row.username,
  createdAt: row.createdAt.toISOString(),
})
