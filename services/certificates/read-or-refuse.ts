import { invalid } from '@/core/errors'
import { isFault, type ReadCertificate } from '@/core/ports/certificate-reader'
import type { Context } from '@/services/context'

/** What was handed in, read. Throws invalid, naming the field and what to do. */
export const readOrRefuse = (
  ctx: Pick<Context, 'certificates' | 'clock'>,
  given: { certificate: string; privateKey: string },
): ReadCertificate => {
  const read = ctx.certificates.read(given, ctx.clock.now())
  if (isFault(read)) throw invalid([read])
  return read
}
