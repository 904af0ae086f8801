import { time } from '../api/common'
import { inKnownYears } from '../time-input'

/** Where a page of checks begins: the time of the last one of the page before. */
export const checkCursor = inKnownYears(time)
