import { z } from 'zod'
import { conflict, GaplessError } from '@/core/errors'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Context } from '@/services/context'
import { sha256 } from '@/services/digest'
import { requestKeyOf, sameRequestMs } from './request-key'

const answerSchema = z.object({ body: z.string(), headers: z.record(z.string(), z.string()) })

/** An answer as it is kept: everything that a repeated request is to get again. */
export interface Answer extends z.infer<typeof answerSchema> {
  status: number
}

interface Input {
  /** The caller's key, 1 to 255 visible ASCII characters. */
  key: string
  /** Method and path. */
  request: string
  /** The body as it came. */
  body: string
  /** What answers the first request; the others get what it gave. */
  run: () => Promise<Answer>
}

/** While a request runs it says so every `beatMs`; one that has not for `silentMs` died with its process. */
const beatMs = 2000
const silentMs = 10_000
/** Longer than that: whoever asks again after the process has died gets an answer, and not a conflict. */
const patienceMs = 15_000
const pollMs = 250

/**
 * Answers a request with a key once: the same key and body within 24 h gets the first answer. One that comes while the
 * first still runs waits for it. Throws conflict: idempotency_key_reused for another body, idempotency_key_in_use when
 * the first takes too long. An answer of 5xx or 429, or an error thrown by `run`, frees the key.
 */
export const answerOnce = async (ctx: Context, input: Input): Promise<{ answer: Answer; replayed: boolean }> => {
  const key = await requestKeyOf(ctx, input.key)
  const bodyHash = await sha256(input.body)
  const giveUpAt = ctx.clock.now().getTime() + patienceMs
  for (;;) {
    await forgetOld(ctx)
    const id = await claim(ctx, key, input.request, bodyHash)
    if (id !== null) return { answer: await runClaimed(ctx, id, key, input.run), replayed: false }
    const row = await ctx.db.idempotencyKey.findUnique({ where: { teamId_key: { teamId: ctx.actor.teamId, key } } })
    if (row && (row.request !== input.request || row.bodyHash !== bodyHash)) {
      throw conflict('idempotency_key_reused', 'This Idempotency-Key was used for another request; choose a new one.')
    }
    if (row?.status && row.bodySealed !== null) {
      return { answer: { status: row.status, ...openAnswer(ctx, key, row.bodySealed) }, replayed: true }
    }
    if (ctx.clock.now().getTime() > giveUpAt) {
      throw new GaplessError(
        'conflict',
        'idempotency_key_in_use',
        'The first request with this Idempotency-Key is still running; ask again in a moment.',
      )
    }
    await ctx.clock.wait(pollMs)
  }
}

const contextOf = (ctx: Context, key: string): string => sealContexts.idempotentAnswer(ctx.actor.teamId, key)

const openAnswer = (ctx: Context, key: string, sealed: string): z.infer<typeof answerSchema> =>
  answerSchema.parse(JSON.parse(ctx.vault.open(sealed, contextOf(ctx, key))))

/** Keys of yesterday, and those whose request died with its process. */
const forgetOld = async (ctx: Context): Promise<void> => {
  const now = ctx.clock.now().getTime()
  await ctx.db.idempotencyKey.deleteMany({
    where: {
      OR: [
        { createdAt: { lt: new Date(now - sameRequestMs) } },
        { status: null, createdAt: { lt: new Date(now - silentMs) } },
      ],
    },
  })
}

/** The id of our row, or null when somebody has the key. The unique index decides between two at once. */
const claim = async (ctx: Context, key: string, request: string, bodyHash: string): Promise<string | null> => {
  const [row] = await ctx.db.idempotencyKey.createManyAndReturn({
    data: [{ teamId: ctx.actor.teamId, key, request, bodyHash, createdAt: ctx.clock.now() }],
    skipDuplicates: true,
    select: { id: true },
  })
  return row?.id ?? null
}

const runClaimed = async (ctx: Context, id: string, key: string, run: () => Promise<Answer>): Promise<Answer> => {
  const done = new AbortController()
  const beating = beat(ctx, id, done.signal)
  try {
    const answer = await run()
    const isFinal = answer.status < 500 && answer.status !== 429
    done.abort()
    await beating
    if (isFinal) await keep(ctx, id, key, answer)
    else await free(ctx, id)
    return answer
  } catch (error) {
    done.abort()
    await beating
    await free(ctx, id)
    throw error
  }
}

const beat = async (ctx: Context, id: string, signal: AbortSignal): Promise<void> => {
  for (;;) {
    await ctx.clock.wait(beatMs, signal).catch(() => undefined)
    if (signal.aborted) return
    await ctx.db.idempotencyKey
      .updateMany({ where: { id }, data: { createdAt: ctx.clock.now() } })
      .catch((error: unknown) => ctx.log.warn({ error: String(error) }, 'an idempotency key could not be renewed'))
  }
}

const keep = async (ctx: Context, id: string, key: string, answer: Answer): Promise<void> => {
  const bodySealed = ctx.vault.seal(JSON.stringify({ body: answer.body, headers: answer.headers }), contextOf(ctx, key))
  await ctx.db.idempotencyKey.updateMany({
    where: { id },
    data: { status: answer.status, bodySealed, createdAt: ctx.clock.now() },
  })
}

const free = async (ctx: Context, id: string): Promise<void> => {
  await ctx.db.idempotencyKey.deleteMany({ where: { id } })
}
