import type { ReactNode } from 'react'

const themes = [
  { id: 'light', name: 'Light' },
  { id: 'dark', name: 'Dark' },
] as const

export interface Shown {
  title: string
  /** The files it shows, as paths in components without their ending. */
  files: readonly string[]
  /** When to use it, in a sentence. */
  use: string
}

/** Where an exhibit is on its page. */
export const placeOf = ({ title }: Shown): string => title.toLowerCase().replaceAll(/[^a-z]+/g, '-')

/** A family of primitives in all its states: once on light ground and once on dark, whatever theme the page has. */
export const Exhibit = ({ shown, children }: { shown: Shown; children: ReactNode }) => (
  <section id={placeOf(shown)} data-shows={shown.files.join(' ')} className="scroll-mt-6">
    <div className="mb-3 border-b pb-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-lg font-semibold">{shown.title}</h2>
        <p className="flex flex-wrap gap-x-3 font-mono text-xs text-faint">
          {shown.files.map((file) => (
            <span key={file}>{file}</span>
          ))}
        </p>
      </div>
      <p className="max-w-prose text-muted">{shown.use}</p>
    </div>
    <div className="grid gap-4 lg:grid-cols-2">
      {themes.map((theme) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and this is not a form
        <div
          key={theme.id}
          role="group"
          aria-label={`${shown.title}, ${theme.name.toLowerCase()}`}
          data-theme={theme.id}
          className="min-w-0 divide-y rounded-md border bg-bg px-4 py-1 text-text"
        >
          {children}
        </div>
      ))}
    </div>
  </section>
)

/** One state with its name beside it. */
export const Case = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid gap-x-4 gap-y-1.5 py-3 sm:grid-cols-[5.5rem_minmax(0,1fr)]">
    <p className="text-xs leading-8 text-muted max-sm:leading-4">{name}</p>
    <div className="flex min-h-8 min-w-0 flex-wrap items-center gap-2 *:min-w-0">{children}</div>
  </div>
)

/** States that are small enough to stand side by side, each under its name. */
export const Strip = ({ cases }: { cases: readonly { name: string; shown: ReactNode }[] }) => (
  <div className="flex flex-wrap gap-x-8 gap-y-3 py-3">
    {cases.map(({ name, shown }) => (
      <div key={name}>
        <p className="mb-1 text-xs text-muted">{name}</p>
        {shown}
      </div>
    ))}
  </div>
)

/** A state that needs the whole width. */
export const WideCase = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="py-3">
    <p className="mb-2 text-xs text-muted">{name}</p>
    {children}
  </div>
)
