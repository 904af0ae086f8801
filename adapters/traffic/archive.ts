import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { RenderedFiles } from './render'

const tarOf = async (files: Readonly<Record<string, string>>): Promise<Buffer> => {
  const archive = pack()
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mode: 0o600 }, content)
  archive.finalize()
  return buffer(archive)
}

/** The files as the session script takes them: tar, gzip, base64, in one line. */
export const configurationLine = async (files: RenderedFiles): Promise<string> =>
  gzipSync(await tarOf(files)).toString('base64')

/** The state folder of a new proxy with its first configuration, as a tar for Docker to unpack at the root. */
export const firstState = async (files: RenderedFiles, generation: number): Promise<Buffer> => {
  const folder = 'var/lib/gapless'
  const configuration = Object.entries(files).map(([name, content]) => [`${folder}/generations/first/${name}`, content])
  return tarOf({
    ...Object.fromEntries(configuration),
    [`${folder}/generations/first/generation`]: `${generation}\n`,
    [`${folder}/pointer`]: 'first\n',
  })
}
