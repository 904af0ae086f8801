import { Redis } from 'ioredis'

/** BullMQ's workers block on their connection and must wait for Redis to come back, however long it takes. */
export const createWorkerRedis = (url: string): Redis => new Redis(url, { maxRetriesPerRequest: null })

/** For everything a request waits for: fails quickly instead of hanging while Redis is away. */
export const createRedis = (url: string): Redis =>
  new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 3000, commandTimeout: 5000 })
