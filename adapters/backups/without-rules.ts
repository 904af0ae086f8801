import type { Client } from 'pg'
import { quoted } from './connect'

/**
 * Does `work` while rows may come in any order: triggers of the tables rest, and references are taken off and put on
 * again, which checks them all. Takes no more rights than the tables' owner has. Within the caller's transaction.
 */
export const withoutRules = async (client: Client, work: () => Promise<void>): Promise<void> => {
  const references = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT c.relname AS table, conname AS name, pg_get_constraintdef(con.oid) AS definition
     FROM pg_constraint con JOIN pg_class c ON c.oid = conrelid
     WHERE contype = 'f' AND conparentid = 0 AND c.relnamespace = current_schema()::regnamespace`,
  )
  const triggers = await client.query<{ table: string; name: string }>(
    `SELECT c.relname AS table, tgname AS name FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
     WHERE NOT tgisinternal AND tgparentid = 0 AND c.relnamespace = current_schema()::regnamespace`,
  )
  const each = async (action: 'DISABLE' | 'ENABLE'): Promise<void> => {
    for (const { table, name } of triggers.rows) {
      await client.query(`ALTER TABLE ${quoted(table)} ${action} TRIGGER ${quoted(name)}`)
    }
  }
  await each('DISABLE')
  for (const { table, name } of references.rows) {
    await client.query(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`)
  }
  await work()
  for (const { table, name, definition } of references.rows) {
    await client.query(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`)
  }
  await each('ENABLE')
}
