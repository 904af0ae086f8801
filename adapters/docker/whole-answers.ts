import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type Dockerode from 'dockerode'

/**
 * The client, whose every call ends: docker-modem reads an answer that is no stream without listening for its end before
 * time, so that of one that broke off after its head nothing was ever said again. All are taken as streams and read here.
 */
export const withWholeAnswers = (docker: Dockerode): Dockerode => {
  const { modem } = docker
  const dial = modem.dial.bind(modem)
  modem.dial = (options, callback) => {
    if (options.isStream || options.hijack || options.openStdin) return dial(options, callback)
    dial({ ...options, isStream: true }, (error, answer) => {
      if (!(answer instanceof Readable)) return callback?.(withWords(error), answer)
      buffer(answer).then(
        (body) => callback?.(null, parsed(body)),
        (broken: Error) => callback?.(broken, null),
      )
    })
  }
  return docker
}

/** As docker-modem gives an answer: what is no JSON as bytes. */
const parsed = (body: Buffer): object => {
  try {
    return JSON.parse(body.toString())
  } catch {
    return body
  }
}

/** Of a refused stream docker-modem puts the engine's words only behind its own. */
const withWords = (error: (Error & { statusCode?: number; reason?: unknown }) | null): Error | null => {
  if (error?.statusCode === undefined) return error
  const own = `(HTTP code ${error.statusCode}) ${error.reason || 'unexpected'} - `
  return Object.assign(error, { json: { message: error.message.slice(own.length).trim() } })
}
