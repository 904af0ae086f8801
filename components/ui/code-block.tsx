import { CopyButton } from './copy-button'

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 }

/** Code to take along. */
export const CodeBlock = ({ code, what }: { code: string; what: string }) => (
  <div className="relative rounded-md border bg-sunken">
    <div className="absolute top-px right-px rounded-md bg-sunken p-[3px]">
      <CopyButton text={code} what={what} />
    </div>
    <pre {...scrollable} className="overflow-x-auto p-3 pr-12 font-mono text-sm">
      {code}
    </pre>
  </div>
)

/** A short piece of machine text with its copy button, such as a digest. */
export const CopyText = ({ shown, full, what }: { shown: string; full: string; what: string }) => (
  <span className="-my-2 inline-flex min-w-0 items-center gap-0.5 align-middle">
    <code className="truncate font-mono text-sm" title={full}>
      {shown}
    </code>
    <CopyButton text={full} what={what} />
  </span>
)
