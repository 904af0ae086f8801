import type { ReactNode } from 'react'
import { Wordmark } from '@/components/frame/wordmark'

/** The narrow frame of every step of signing in. */
const SignInLayout = ({ children }: { children: ReactNode }) => (
  <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-4 py-10 sm:pb-[12dvh]">
    <Wordmark />
    {children}
  </main>
)

export default SignInLayout
