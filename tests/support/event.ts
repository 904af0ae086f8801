/** Something that is awaited in one place and told in another. */
export const event = (): { happened: Promise<void>; happen: () => void } => {
  let happen = (): void => undefined
  const happened = new Promise<void>((resolve) => {
    happen = resolve
  })
  return { happened, happen: () => happen() }
}
