'use client'

import { clsx } from 'clsx'
import { DropdownMenu } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'

interface MenuProps {
  trigger: ReactNode
  /** Which edge of the button it lines up with. */
  align?: 'start' | 'end'
  children: ReactNode
}

/** A button that opens a short list of things to do. */
export const Menu = ({ trigger, align = 'end', children }: MenuProps) => (
  <DropdownMenu.Root modal={false}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-50 min-w-48 rounded-md border border-line bg-surface p-1 shadow-lg"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
)

export const MenuItem = ({ className, ...props }: ComponentProps<typeof DropdownMenu.Item>) => (
  <DropdownMenu.Item
    className={clsx(
      'control flex cursor-default items-center gap-2 rounded-sm px-2 outline-none select-none data-highlighted:bg-hover',
      className,
    )}
    {...props}
  />
)

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className="px-2 py-1.5 text-sm text-muted">{children}</DropdownMenu.Label>
)

export const MenuLine = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />
