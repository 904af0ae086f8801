import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolesDocument } from '@/core/access/roles-table'

/** Writes docs/roles.md from the policy. */
writeFileSync(join(import.meta.dirname, '../../docs/roles.md'), rolesDocument())
