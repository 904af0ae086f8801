/** Some answers, and how many of them were bad: failed, or slower than a bound. */
export interface Counted {
  requests: number
  bad: number
}

export const nothing: Counted = { requests: 0, bad: 0 }

export const plus = (one: Counted, other: Counted): Counted => ({
  requests: one.requests + other.requests,
  bad: one.bad + other.bad,
})

export const minus = (one: Counted, other: Counted): Counted => ({
  requests: one.requests - other.requests,
  bad: one.bad - other.bad,
})

export const sumOf = (all: readonly Counted[]): Counted => all.reduce(plus, nothing)

/** 0 to 1; 0 where nothing was answered. */
export const shareOf = ({ requests, bad }: Counted): number => (requests === 0 ? 0 : bad / requests)
