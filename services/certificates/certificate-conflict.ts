import { conflict } from '@/core/errors'

/** What a unique violation while writing a certificate means for its author. */
export const certificateConflict = (name: string): Error =>
  conflict('name_taken', `The team has a certificate named ${name} already; replace that one.`, 'name')
