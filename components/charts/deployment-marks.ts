import type { DeploymentStatus } from '@/core/deployments/state'
import { statusWords } from '@/core/deployments/words'
import { formatHour } from '@/core/format/time'
import type { ChartMark } from './chart-marks'

/** A deployment that moved traffic. */
export interface ShownMove {
  id: string
  number: number
  status: DeploymentStatus
  at: string
  release: number | null
}

/** Every deployment where it stands among a chart's points. */
export const deploymentMarks = (
  moves: readonly ShownMove[],
  { times, stepSeconds }: { times: readonly string[]; stepSeconds: number },
): ChartMark[] => {
  const [first] = times
  if (first === undefined) return []
  const from = Date.parse(first)
  const span = times.length * stepSeconds * 1000
  return moves
    .map((move) => ({
      key: move.id,
      place: (Date.parse(move.at) - from) / span,
      label: move.release === null ? `#${move.number}` : `v${move.release}`,
      title: `Deployment ${move.number}, ${statusWords[move.status].toLowerCase()}, ${formatHour(new Date(move.at))} UTC`,
      href: `/deployments/${move.id}`,
    }))
    .filter(({ place }) => place >= 0 && place <= 1)
}
