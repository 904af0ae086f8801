/**
 * Another's text as the database can hold it, in at most so many UTF-16 units: Postgres takes no NUL, and its jsonb no
 * half of a character either, be it sent like that or left by cutting.
 */
export const storable = (text: string, length = text.length): string =>
  text.replaceAll('\0', '\uFFFD').slice(0, length).toWellFormed()
