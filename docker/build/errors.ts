import type { Program } from './recipe'

/** An image could not be made; the message says why and what to do. */
export class ImageBuildError extends Error {
  override readonly name: string = 'ImageBuildError'
}

/** Programs that an offline build needs are not on this machine. */
export class MissingProgramsError extends ImageBuildError {
  override readonly name = 'MissingProgramsError'
  readonly programs: string[]
  /** The Debian packages to install. */
  readonly packages: string[]

  constructor(image: string, missing: readonly Program[], reason: string) {
    const programs = missing.map((program) => program.name)
    const packages = [...new Set(missing.map((program) => program.package))]
    super(
      `The image of the ${image} cannot be built. ${reason} Building it from this machine's own files needs ` +
        `${programs.join(', ')}: apt-get install -y --no-install-recommends ${packages.join(' ')}`,
    )
    this.programs = programs
    this.packages = packages
  }
}

export const sentenceOf = (error: unknown): string => {
  const text = (error instanceof Error ? error.message : String(error)).trim()
  return text.endsWith('.') ? text : `${text}.`
}
