import type { ReactNode } from 'react'

/** What a step of signing in is about. */
export const SignInHead = ({ title, children }: { title: string; children?: ReactNode }) => (
  <>
    <h1 className="mt-6 text-2xl font-semibold tracking-tight">{title}</h1>
    {children ? <p className="mt-1 text-muted">{children}</p> : null}
  </>
)
