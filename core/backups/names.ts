/** What a backup's file is called: instance and time, so that names sort as they were made. */
export const backupName = (instanceId: string, at: Date): string =>
  `gapless-${instanceId}-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.backup`

const pattern = /^gapless-([0-9a-z]{4,32})-\d{8}T\d{6}Z\.backup$/

export const isBackupName = (name: string): boolean => pattern.test(name)

/** The oldest of an instance's own that are beyond the number to keep; those of others are none of our business. */
export const beyondKept = (names: readonly string[], instanceId: string, keep: number): string[] =>
  names
    .filter((name) => pattern.exec(name)?.[1] === instanceId)
    .sort()
    .reverse()
    .slice(keep)
