'use client'

import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

interface TabsProps {
  label: string
  tabs: readonly { id: string; title: string; content: ReactNode }[]
}

/** A few views of the same thing in one place, moved between by arrow keys. */
export const Tabs = ({ label, tabs }: TabsProps) => (
  <Primitive.Root defaultValue={tabs[0]?.id ?? ''}>
    <Primitive.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map((tab) => (
        <Primitive.Trigger
          key={tab.id}
          value={tab.id}
          className="control -mb-px border-b-2 border-transparent px-2.5 whitespace-nowrap text-muted -outline-offset-2 hover:text-text data-[state=active]:border-accent data-[state=active]:text-text"
        >
          {tab.title}
        </Primitive.Trigger>
      ))}
    </Primitive.List>
    {tabs.map((tab) => (
      <Primitive.Content key={tab.id} value={tab.id} className="pt-3">
        {tab.content}
      </Primitive.Content>
    ))}
  </Primitive.Root>
)
