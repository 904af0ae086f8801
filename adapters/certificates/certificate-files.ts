import { readFile } from 'node:fs/promises'

/** Reads a certificate and its key from where the operator keeps them. Throws a sentence that names the file. */
export const readCertificateFiles = async (paths: {
  certificate: string
  privateKey: string
}): Promise<{ certificate: string; privateKey: string }> => {
  const read = async (path: string): Promise<string> => {
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read'
      throw new Error(`${path} cannot be read (${why}). Correct the path, or let the user of Gapless read it.`)
    }
  }
  const [certificate, privateKey] = await Promise.all([read(paths.certificate), read(paths.privateKey)])
  return { certificate, privateKey }
}
