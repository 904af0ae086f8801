/** Ends this session and goes to the sign-in page. What does it is loaded only then: it is heavy, and rarely wanted. */
export const leave = async (): Promise<void> => {
  const { signOut } = await import('next-auth/react')
  await signOut({ callbackUrl: '/sign-in' })
}
