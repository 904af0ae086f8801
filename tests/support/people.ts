import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import type { Role } from '@/core/access/actor'
import type { PrismaClient } from '@/prisma/generated/client'

export interface Person {
  id: string
  email: string
  password: string
}

/** Someone of this team who can sign in; `name` has to be nobody else's. */
export const addPerson = async (db: PrismaClient, name: string, teamId: string, role: Role): Promise<Person> => {
  const email = `${name.toLowerCase()}@example.com`
  const password = `the-password-of-${name}`
  const passwordHash = await createArgon2Passwords().hash(password)
  const { id } = await db.user.create({ data: { email, name, passwordHash } })
  await db.membership.create({ data: { userId: id, teamId, role } })
  return { id, email, password }
}
