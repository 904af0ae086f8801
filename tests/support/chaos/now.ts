/** Epoch milliseconds with fractions, from a clock that never jumps. */
export const now = (): number => performance.timeOrigin + performance.now()
