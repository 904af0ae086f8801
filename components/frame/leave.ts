import { connection } from '@/components/live/connection'

/** Ends sessions by `work`, which goes to the sign-in page; the page hears nothing more meanwhile. */
export const leaveBy = async (work: () => Promise<void>): Promise<void> => {
  const resume = connection.hold()
  try {
    await work()
  } catch (error) {
    resume()
    throw error
  }
}

/** Ends this session and goes to the sign-in page. What does it is loaded only then: it is heavy, and rarely wanted. */
export const leave = (): Promise<void> =>
  leaveBy(async () => {
    const { signOut } = await import('next-auth/react')
    await signOut({ callbackUrl: '/sign-in' })
  })
