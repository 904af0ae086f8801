import type Dockerode from 'dockerode'

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 404

/** The id of the image with this tag, if the engine has it and it carries all these labels. */
export async function findImage(
  docker: Dockerode,
  tag: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<string | null> {
  try {
    const image = await docker.getImage(tag).inspect()
    const carried = image.Config.Labels ?? {}
    return Object.entries(labels).every(([name, value]) => carried[name] === value) ? image.Id : null
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}
