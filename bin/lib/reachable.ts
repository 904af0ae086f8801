import { statSync } from 'node:fs'
import { dirname } from 'node:path'

const OTHERS_MAY_PASS = 0o001

/** Whether any user of this machine can pass through all folders down to this one. */
export function isReachableByOthers(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & OTHERS_MAY_PASS) === 0) return false
    if (at === dirname(at)) return true
  }
}
