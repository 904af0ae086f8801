import { isWarning } from '@/core/incidents/causes'
import type { Incident, Prisma } from '@/prisma/generated/client'

/** Long enough for what fails together to be told together. */
const waitMs = 30_000

interface Telling {
  incident: Incident
  event: 'opened' | 'resolved'
  now: Date
}

/**
 * Has the subscribers of the page that shows this incident's monitor told of it, in the transaction of what happened.
 * What is over before anybody was told is not told at all, nor what begins again before its end was told; and neither is
 * what hurts no visitor.
 */
export const tellSubscribers = async (tx: Prisma.TransactionClient, telling: Telling): Promise<void> => {
  const { incident, event, now } = telling
  if (event === 'opened' && isWarning(incident.causeCode)) return
  const page = await tx.statusPage.findFirst({
    where: {
      teamId: incident.teamId,
      enabled: true,
      monitors: { some: { monitorId: incident.monitorId } },
      subscribers: { some: { confirmedAt: { not: null } } },
    },
    select: { id: true },
  })
  if (!page) return
  const other = { pageId: page.id, event: event === 'opened' ? 'resolved' : 'opened', incidentId: incident.id }
  const isTakenBack = await takeBack(tx, other)
  // They know that it is down.
  if (event === 'opened' && isTakenBack) return
  if (event === 'resolved' && !(await wasBegun(tx, other))) return
  const { teamId } = incident
  const data = {
    teamId,
    pageId: page.id,
    event,
    incidentIds: [incident.id],
    dueAt: new Date(now.getTime() + waitMs),
    createdAt: now,
  }
  // The unique index on notices that wait decides who begins one; a worker may take it between the two queries.
  for (;;) {
    const { count } = await tx.statusNotice.createMany({ data: [data], skipDuplicates: true })
    if (count === 1) return
    const joined = await tx.statusNotice.updateMany({
      where: { teamId, pageId: page.id, event, startedAt: null },
      data: { incidentIds: { push: incident.id } },
    })
    if (joined.count === 1) return
  }
}

interface About {
  pageId: string
  event: string
  incidentId: string
}

/** Takes an incident out of the notice in which it waits to be told; false where it waits in none. */
const takeBack = async (tx: Prisma.TransactionClient, { pageId, event, incidentId }: About): Promise<boolean> => {
  // Writing to the row locks it: a worker that begins just now has to wait, or has begun.
  const [waiting] = await tx.statusNotice.updateManyAndReturn({
    where: { pageId, event, incidentIds: { has: incidentId }, startedAt: null },
    data: { event },
  })
  if (!waiting) return false
  const incidentIds = waiting.incidentIds.filter((id) => id !== incidentId)
  if (incidentIds.length === 0) await tx.statusNotice.deleteMany({ where: { id: waiting.id } })
  else await tx.statusNotice.updateMany({ where: { id: waiting.id }, data: { incidentIds } })
  return true
}

/** Whether subscribers know of it, or are being told. */
const wasBegun = async (tx: Prisma.TransactionClient, { pageId, event, incidentId }: About): Promise<boolean> =>
  (await tx.statusNotice.count({
    where: { pageId, event, incidentIds: { has: incidentId }, startedAt: { not: null } },
  })) > 0
