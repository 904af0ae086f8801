'use client'

import { Copy, RotateCw, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Menu, MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu'
import { Case } from './exhibit'

const long = Array.from({ length: 24 }, (_, index) => `COLOUR_${index + 1}`)

export const Dialogs = () => (
  <>
    <Case name="a question">
      <Question />
    </Case>
    <Case name="long text">
      <LongDialog />
    </Case>
  </>
)

const Question = () => {
  const [open, setOpen] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Button aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)}>
        Ask before a redeploy
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Redeploy v14"
        description="v15 is live on 2 of 2 replicas. v14 takes over in about 6 s; no request fails."
        focusFirst={first}
      >
        <div className="flex gap-2">
          <Button ref={first} look="primary" onClick={() => setOpen(false)}>
            Redeploy v14
          </Button>
          <Button look="quiet" onClick={() => setOpen(false)}>
            Cancel
          </Button>
        </div>
      </Dialog>
    </>
  )
}

const LongDialog = () => {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)}>
        Show more than fits
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="What changed between v14 and v15 of checkout-service-eu-central"
        description="Names only; values are not shown."
      >
        <ul className="divide-y font-mono text-sm">
          {long.map((name) => (
            <li key={name} className="py-1.5">
              {name}
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}

export const Menus = () => (
  <>
    <Case name="from the start">
      <Menu align="start" trigger={<Button>Release v14</Button>}>
        <MenuLabel>v14, live since 3 days</MenuLabel>
        <MenuItem>
          <RotateCw size={14} aria-hidden />
          Redeploy
        </MenuItem>
        <MenuItem>
          <Copy size={14} aria-hidden />
          Copy the digest
        </MenuItem>
        <MenuItem disabled>
          <Trash2 size={14} aria-hidden />
          Remove (it is live)
        </MenuItem>
      </Menu>
    </Case>
    <Case name="from the end">
      <Menu trigger={<Button look="quiet">Long text</Button>}>
        <MenuItem>A team with quite a long name</MenuItem>
        <MenuLine />
        <MenuItem>Sign out</MenuItem>
      </Menu>
    </Case>
  </>
)
