'use client'

import { CodeBlock } from '@/components/ui/code-block'
import { Disclosure } from '@/components/ui/disclosure'
import { Tabs } from '@/components/ui/tabs'
import { healthSnippets, type Snippet, shutdownSnippets } from '@/core/apps/snippets'

/** Ready-made endpoints for the path that was typed, and how to leave without dropping a request. */
export const Snippets = ({ path }: { path: string }) => (
  <div className="flex flex-col">
    <Disclosure title="A health endpoint to copy">
      <SnippetTabs
        label="Health endpoint for"
        snippets={healthSnippets}
        path={path || '/health'}
        what="health endpoint"
      />
    </Disclosure>
    <Disclosure title="Graceful shutdown to copy">
      <SnippetTabs label="Graceful shutdown for" snippets={shutdownSnippets} path={path} what="graceful shutdown" />
    </Disclosure>
  </div>
)

interface SnippetTabsProps {
  label: string
  snippets: readonly Snippet[]
  path: string
  what: string
}

const SnippetTabs = ({ label, snippets, path, what }: SnippetTabsProps) => (
  <Tabs
    label={label}
    tabs={snippets.map(({ id, title, code }) => ({
      id,
      title,
      content: <CodeBlock code={code(path)} what={`${what} for ${title}`} />,
    }))}
  />
)
