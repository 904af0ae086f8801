import type { Incident, Monitor } from '@/prisma/generated/client'

/** When an incident is told again; null: never, or somebody has seen it. */
export const remindAtOf = (
  { status }: Pick<Incident, 'status'>,
  { reminderMinutes }: Pick<Monitor, 'reminderMinutes'>,
  now: Date,
): Date | null =>
  reminderMinutes === null || status !== 'open' ? null : new Date(now.getTime() + reminderMinutes * 60_000)
