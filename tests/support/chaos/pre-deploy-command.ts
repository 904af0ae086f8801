/** The volume in which an app's pre-deploy commands leave that they ran. */
export const runsVolume = 'runs'

/** Leaves the release's VERSION, and lasts long enough to be met by a fault. */
export const countRun = [
  'node',
  '-e',
  "require('node:fs').appendFileSync('/tmp/runs', process.env.VERSION + '\\n'); setTimeout(() => {}, 300)",
]
