'use client'

import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { Checkbox } from '@/components/ui/input'
import { keepSingleKeys, shortcuts, singleKeysWork } from './shortcuts'

interface KeyListProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Every key there is. */
export const KeyList = (props: KeyListProps) => (
  <Dialog {...props} title="Keys" description="Everything here can be done without a pointer.">
    <div className="flex flex-col gap-5">
      {shortcuts.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h3 className="mb-1 text-sm text-muted">{group.title}</h3>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
            {group.shortcuts.map(({ keys, does }) => (
              <div key={does} className="col-span-2 grid grid-cols-subgrid items-center">
                <dt className="flex gap-1">
                  {keys.map((key) => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded-sm border bg-sunken px-1.5 py-0.5 text-center font-mono text-xs"
                    >
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <SingleKeys />
    </div>
  </Dialog>
)

const SingleKeys = () => {
  const [work, setWork] = useState(singleKeysWork)
  return (
    <Checkbox
      label="Keys without Ctrl or Cmd do something"
      checked={work}
      onChange={(event) => {
        keepSingleKeys(event.target.checked)
        setWork(event.target.checked)
      }}
    />
  )
}
