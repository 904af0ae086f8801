/** One thing that was looked at on a host. */
export interface HostCheck {
  name: string
  ok: boolean
  message: string
}

/** The oldest Docker engine that everything we do was tried on. */
export const oldestEngine = '20.10'

/** True for a version below the oldest that will do; a version that cannot be read counts as old. */
export const isOldEngine = (version: string): boolean => {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? []
  const [oldMajor = 0, oldMinor = 0] = oldestEngine.split('.').map(Number)
  return Number(major) < oldMajor || (Number(major) === oldMajor && Number(minor) < oldMinor)
}
