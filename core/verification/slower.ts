/**
 * The bounds by which the proxies count how many answers took longer until their head came, in milliseconds. The first
 * is what nobody notices. Changing them changes what stored counts mean.
 */
export const slowerThanMs = [50, 100, 250, 500, 1000, 2500, 5000, 10_000] as const
