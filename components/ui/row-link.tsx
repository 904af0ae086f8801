'use client'

import Link from 'next/link'
import { type ComponentProps, useState } from 'react'

/**
 * A link of a list. What it leads to is fetched ahead when one comes near it with the pointer or the keyboard; every
 * link that is merely in view would be a hundred requests whenever the list opens.
 */
export const RowLink = (props: Omit<ComponentProps<typeof Link>, 'prefetch' | 'onMouseEnter' | 'onFocus'>) => {
  const [isNear, setNear] = useState(false)
  const come = () => setNear(true)
  return <Link {...props} prefetch={isNear ? null : false} onMouseEnter={come} onFocus={come} />
}
