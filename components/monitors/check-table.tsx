import { StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { formatDuration } from '@/core/format/duration'
import type { Outcome, Phases } from '@/core/monitors/check'
import { phaseNames, phaseParts, phaseWords } from '@/core/monitors/phase-parts'

interface ShownCheck {
  at: string
  outcome: Outcome
  statusCode: number | null
  error: string | null
  phases: Phases
}

const outcomes = {
  ok: { mark: 'live', word: 'Good' },
  slow: { mark: 'degraded', word: 'Slow' },
  failed: { mark: 'down', word: 'Failed' },
  skipped: { mark: 'idle', word: 'Nobody looked' },
} as const

/** Checks one by one, newest first. */
export const CheckTable = ({ checks, now }: { checks: readonly ShownCheck[]; now: string }) => (
  <Table>
    <TableHead>
      <HeadCell className="w-36">Outcome</HeadCell>
      <HeadCell className="w-32">When</HeadCell>
      <HeadCell>Answer</HeadCell>
      <HeadCell className="text-right">Phases</HeadCell>
      <HeadCell className="w-24 text-right">In all</HeadCell>
    </TableHead>
    <TableBody>
      {checks.map((check) => (
        <Row key={check.at}>
          <Cell>
            <StatusMark {...outcomes[check.outcome]} />
          </Cell>
          <Cell className="text-sm text-muted max-md:ml-auto">
            <Time at={check.at} now={now} />
          </Cell>
          <Cell className="text-sm max-md:w-full">{answerOf(check)}</Cell>
          <Cell className="figures text-right text-sm text-muted max-md:w-full">{phasesOf(check.phases)}</Cell>
          <Cell className="figures text-right max-md:hidden">
            {check.phases.totalMs === null ? '–' : formatDuration(check.phases.totalMs)}
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

/** The status, unless the reason begins with it. */
const answerOf = ({ statusCode, error }: ShownCheck): string => {
  if (error === null) return statusCode === null ? '–' : String(statusCode)
  return statusCode === null || error.startsWith(String(statusCode)) ? error : `${statusCode}, ${error}`
}

const phasesOf = (phases: Phases): string => {
  const parts = phaseParts(phases)
  return phaseNames
    .filter((name) => parts[name] >= 0.05)
    .map((name) => `${phaseWords[name]} ${formatDuration(parts[name])}`)
    .join(' · ')
}
