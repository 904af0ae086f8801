'use client'

import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode, RefObject } from 'react'
import { Button } from './button'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence that is read out with the title. */
  description: ReactNode
  /** What has the focus at first, so that Enter does what was asked; else the first control. */
  focusFirst?: RefObject<HTMLElement | null>
  children: ReactNode
}

/** A question over the page: Esc and a press beside it leave; the focus goes back to where it was. */
export const Dialog = ({ open, onOpenChange, title, description, focusFirst, children }: DialogProps) => (
  <Primitive.Root open={open} onOpenChange={onOpenChange}>
    <Primitive.Portal>
      <Primitive.Overlay className="fixed inset-0 z-40 bg-[#0008]" />
      <Primitive.Content
        onOpenAutoFocus={(event) => {
          if (!focusFirst?.current) return
          event.preventDefault()
          focusFirst.current.focus()
        }}
        className="fixed inset-x-3 top-[12vh] z-50 mx-auto flex max-h-[80vh] max-w-lg flex-col overflow-y-auto rounded-md border border-line bg-surface p-5 shadow-xl max-sm:top-auto max-sm:bottom-3"
      >
        <div className="flex items-start justify-between gap-4">
          <Primitive.Title className="text-lg font-semibold">{title}</Primitive.Title>
          <Primitive.Close asChild>
            <Button look="quiet" tight aria-label="Close" className="-mt-1 -mr-2">
              <X size={16} aria-hidden />
            </Button>
          </Primitive.Close>
        </div>
        <Primitive.Description className="mt-1 text-muted">{description}</Primitive.Description>
        <div className="mt-4">{children}</div>
      </Primitive.Content>
    </Primitive.Portal>
  </Primitive.Root>
)
