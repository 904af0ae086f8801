import { z } from 'zod'
import { inKnownYears } from '../time-input'
import { type HistoryFilter, outcomeNames } from './filter'

const date = inKnownYears(z.iso.date()).optional().catch(undefined)

/**
 * A history's filter as it stands in a page's address. What is not understood counts as not given. Apart from the filter
 * itself, so that pages which only show one need not bring the parser to the browser.
 */
export const historyFilterSchema: z.ZodType<HistoryFilter> = z.object({
  outcome: z.enum(outcomeNames).optional().catch(undefined),
  by: z.string().min(1).max(100).optional().catch(undefined),
  from: date,
  to: date,
})
