/** Narrow no-break space: groups digits and joins a number to its unit, and never breaks a line. */
export const thin = '\u202F'

/** A whole number with its digits in groups of three: `12 431`. */
export const formatCount = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, thin)

/** `1 request`, `2 requests`; `many` where adding an s is not the plural. */
export const formatCountOf = (value: number, one: string, many = `${one}s`): string =>
  `${formatCount(value)} ${Math.round(value) === 1 ? one : many}`

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A size as people say it: `512 MB`, `1.5 GB`. A kB is 1,024 bytes, as Docker and the settings count. */
export const formatBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)}${thin}${units[power]}`
}

/** A rate or share with as many digits as it deserves: `0`, `0.03`, `4.2`, `87`, `1 250`. */
export const formatAmount = (value: number): string => {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size < 0.005) return '<0.01'
  if (size < 0.1) return value.toFixed(2)
  if (size < 10) return value.toFixed(1).replace(/\.0$/, '')
  return formatCount(value)
}
