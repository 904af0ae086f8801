import { clsx } from 'clsx'
import { Check, CircleDashed, Minus, X } from 'lucide-react'
import type { DeploymentStep } from '@/core/deployments/schema'
import { plannedSteps, stepTitle } from '@/core/deployments/words'
import { formatDuration, formatRunning } from '@/core/format/duration'

interface StepsProps {
  steps: readonly DeploymentStep[]
  /** Whether more steps will come. */
  running: boolean
  now: number
}

interface Shown {
  name: string
  purpose: string | null
  step: DeploymentStep | null
}

/** What is done, what runs and what is still to come, each with its time. */
export const Steps = ({ steps, running, now }: StepsProps) => (
  <ol className="flex flex-col">
    {rowsOf(steps, running).map(({ name, purpose, step }) => (
      <li key={name} className="grid grid-cols-[16px_1fr_auto] gap-x-2.5 border-b py-2 last:border-0">
        <span className="pt-0.5">
          <StepMark status={step?.status ?? null} />
        </span>
        <div className="min-w-0">
          <p className={clsx('font-medium', step === null && 'text-muted')}>
            {stepTitle(name)}
            <span className="sr-only">{step === null ? ', to come' : `, ${step.status}`}</span>
          </p>
          <p className="text-sm break-words text-muted">{noteOf(step) ?? purpose}</p>
        </div>
        <span className="figures text-sm text-muted">{step ? timeOf(step, now) : ''}</span>
      </li>
    ))}
  </ol>
)

const rowsOf = (steps: readonly DeploymentStep[], running: boolean): Shown[] => {
  const known = steps.map((step) => ({ name: step.name, purpose: purposeOf(step.name), step }))
  if (!running) return known
  const toCome = plannedSteps.filter((planned) => !steps.some((step) => step.name === planned.name))
  return [...known, ...toCome.map((planned) => ({ name: planned.name, purpose: planned.purpose, step: null }))]
}

/** Why a step failed stands above, in full. */
const noteOf = (step: DeploymentStep | null): string | null =>
  step === null || step.status === 'failed' ? null : step.message

const purposeOf = (name: string): string | null => plannedSteps.find((step) => step.name === name)?.purpose ?? null

const timeOf = (step: DeploymentStep, now: number): string => {
  const started = Date.parse(step.startedAt)
  return step.finishedAt === null ? formatRunning(now - started) : formatDuration(Date.parse(step.finishedAt) - started)
}

const StepMark = ({ status }: { status: DeploymentStep['status'] | null }) => {
  if (status === 'done') return <Check size={16} aria-hidden className="text-good" />
  if (status === 'failed') return <X size={16} aria-hidden className="text-warn" />
  if (status === 'skipped') return <Minus size={16} aria-hidden className="text-faint" />
  if (status === 'running') return <CircleDashed size={16} aria-hidden className="turning text-accent" />
  return <CircleDashed size={16} aria-hidden className="text-line-strong" />
}
