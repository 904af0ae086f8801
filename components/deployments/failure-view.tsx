import { Disclosure } from '@/components/ui/disclosure'
import { Notice } from '@/components/ui/notice'
import type { DeploymentFailure } from '@/core/deployments/schema'
import { stepTitle } from '@/core/deployments/words'
import { stripAnsi } from '@/core/format/ansi'

const scrollable = { tabIndex: 0 }

/** Why it ended otherwise: what happened, what it meant, what to do, and the container's last lines. */
export const FailureView = ({ failure }: { failure: DeploymentFailure }) => (
  <div className="mb-8 flex flex-col gap-3">
    <Notice tone="warn">
      <p>In the step “{stepTitle(failure.step)}”:</p>
      <Sentences failure={failure} />
    </Notice>
    {failure.logs.length > 0 ? (
      <Disclosure
        open
        title={`The container’s last ${failure.logs.length === 1 ? 'line' : `${failure.logs.length} lines`}`}
      >
        <pre
          {...scrollable}
          className="mt-1 max-h-72 overflow-auto rounded-md border bg-sunken p-3 font-mono text-sm whitespace-pre-wrap"
        >
          {failure.logs.map(stripAnsi).join('\n')}
        </pre>
      </Disclosure>
    ) : null}
  </div>
)

/** A failure of before the sentences were stored one by one has only the whole message. */
const Sentences = ({ failure: { explanation, message } }: { failure: DeploymentFailure }) =>
  explanation ? (
    <div className="max-w-prose break-words">
      <p className="font-medium">{explanation.what}</p>
      <p className="mt-1">{explanation.meaning}</p>
      <p className="mt-1">
        <span className="font-medium">Next:</span> {explanation.next}
      </p>
    </div>
  ) : (
    <p className="max-w-prose break-words">{message}</p>
  )
