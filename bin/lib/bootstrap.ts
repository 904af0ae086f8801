import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import { createDatabase } from '@/adapters/database/client'
import type { PublicEndpoint } from '@/core/hosts/schema'
import { shownPrefix } from '@/core/tokens/token-format'
import { env } from '@/env'
import { sha256 } from '@/services/digest'
import { bootstrapInstance } from '@/services/instance/bootstrap-instance'

const credentialsSchema = z.object({
  email: z.string().regex(/^[^\s@]+@[^\s@]+$/),
  password: z.string().min(1),
  apiToken: z.string().min(20),
})

/** The engine of this machine. One behind TCP or SSH is added under Hosts, where its keys can be given. */
const localEndpoint = (dockerHost: string | undefined): PublicEndpoint | null => {
  if (dockerHost === undefined) return { type: 'socket', path: '/var/run/docker.sock' }
  return dockerHost.startsWith('unix://') ? { type: 'socket', path: dockerHost.slice('unix://'.length) } : null
}

/** A program of its own: credentials come in by standard input; does nothing once there is a user. */
const settings = env()
const { email, password, apiToken } = credentialsSchema.parse(JSON.parse(await text(process.stdin)))
const database = createDatabase(settings.DATABASE_URL)
try {
  const endpoint = localEndpoint(settings.DOCKER_HOST)
  await bootstrapInstance(database, {
    owner: { email, name: 'Owner', passwordHash: await createArgon2Passwords().hash(password) },
    team: 'My team',
    token: { name: 'First token', hash: await sha256(apiToken), prefix: shownPrefix(apiToken) },
    localHost: endpoint && { endpoint, publicAddress: '127.0.0.1' },
  })
} finally {
  await database.$disconnect()
}
