import { clsx } from 'clsx'
import type { TrafficEvent } from '@/core/events/deployment-events'
import { formatCount } from '@/core/format/number'

/** A replica as the picture shows it. */
export interface ShownReplica {
  id: string
  number: number
  host: string
  isNew: boolean
  state: 'starting' | 'ready' | 'draining' | 'stopping' | 'gone'
}

interface PictureProps {
  oldRelease: number | null
  newRelease: number | null
  routed: TrafficEvent['routed']
  inFlight: { old: number; new: number } | null
  replicas: readonly ShownReplica[]
}

/** Where requests go: both releases side by side, each as wide as its share, with its replicas in it. */
export const TrafficPicture = ({ oldRelease, newRelease, routed, inFlight, replicas }: PictureProps) => {
  const old = replicas.filter((replica) => !replica.isNew)
  const fresh = replicas.filter((replica) => replica.isNew)
  return (
    <section className="flex gap-2" aria-label="Where requests go">
      {oldRelease !== null ? (
        <Side
          title={`v${oldRelease}`}
          word="old"
          share={routed === 'old' ? 100 : 0}
          replicas={old}
          inFlight={inFlight?.old ?? null}
        />
      ) : null}
      <Side
        title={newRelease === null ? 'new' : `v${newRelease}`}
        word={newRelease === null ? null : 'new'}
        share={routed === 'new' ? 100 : 0}
        replicas={fresh}
        inFlight={inFlight?.new ?? null}
      />
    </section>
  )
}

interface SideProps {
  title: string
  word: string | null
  share: number
  replicas: readonly ShownReplica[]
  inFlight: number | null
}

const Side = ({ title, word, share, replicas, inFlight }: SideProps) => (
  <div
    className={clsx(
      'min-w-28 rounded-md border p-3 transition-[flex-grow] duration-150 ease-out',
      share > 0 ? 'border-accent bg-accent-soft' : 'border-line bg-sunken',
    )}
    style={{ flexGrow: 1 + share / 40, flexBasis: 0 }}
  >
    <p className="flex flex-wrap items-baseline justify-between gap-x-2">
      <span className="font-semibold">
        {title} {word ? <span className="font-normal text-muted">{word}</span> : null}
      </span>
      <span className="figures">
        {share} % <span className="text-muted max-sm:sr-only">of new requests</span>
      </span>
    </p>
    <ul className="mt-2 flex flex-wrap gap-1.5" aria-label={`Replicas of ${title}`}>
      {replicas.length === 0 ? <li className="text-sm text-muted">no replicas</li> : null}
      {replicas.map((replica) => (
        <Replica key={replica.id} replica={replica} />
      ))}
    </ul>
    <p className="figures mt-2 text-sm text-muted">{inFlight === null ? ' ' : `${formatCount(inFlight)} in flight`}</p>
  </div>
)

const stateWords: Record<ShownReplica['state'], string> = {
  starting: 'starting',
  ready: 'ready',
  draining: 'draining',
  stopping: 'stopping',
  gone: 'gone',
}

const Replica = ({ replica }: { replica: ShownReplica }) => (
  <li
    className={clsx(
      'rounded-sm border px-1.5 text-sm leading-5',
      replica.state === 'ready' && 'border-line-strong bg-surface',
      replica.state === 'starting' && 'border-dashed border-line-strong bg-surface text-muted',
      (replica.state === 'draining' || replica.state === 'stopping') && 'border-line bg-transparent text-muted',
      replica.state === 'gone' && 'border-dashed border-line text-faint line-through',
    )}
  >
    <span className="figures">{replica.number}</span>
    <span className="text-muted"> {stateWords[replica.state]}</span>
    <span className="sr-only"> on host {replica.host}</span>
  </li>
)
