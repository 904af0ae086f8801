/**
 * Whether this answer to a start means that the engine cannot start the container any more, and could start another in its
 * place: what was left of it as the engine itself died is in the way, and stays there. Engines say it in several ways
 * (https://github.com/moby/moby/issues/36145, 39630 and 50040): "already exists", "container with id exists", "file exists".
 */
export const isLeftOver = (status: number | undefined, message: string): boolean =>
  status === 500 && /\bexists\b/.test(message)
