import { isFor } from '@/core/certificates/matching'
import { isFault } from '@/core/ports/certificate-reader'
import type { InstanceContext } from '@/services/context'
import { findKeptCertificate, keptCertificateName, keptKeyContext } from './kept-certificate'

export interface CertificateTexts {
  certificate: string
  privateKey: string
}

/**
 * Takes over what the operator's files hold once it has changed and is good; until then the last good one stays, for a
 * renewal writes its two files one after the other. `files` null: there are to be none. Throws a sentence for what the
 * files hold instead.
 */
export const keepDashboardCertificate = async (
  ctx: Pick<InstanceContext, 'instanceDb' | 'vault' | 'clock' | 'certificates' | 'instance' | 'log'>,
  files: CertificateTexts | null,
): Promise<void> => {
  const kept = await findKeptCertificate(ctx.instanceDb)
  if (files === null) {
    if (kept) await ctx.instanceDb.instanceSetting.deleteMany({ where: { key: keptCertificateName } })
    return
  }
  if (kept && files.certificate.includes(kept.chain.trim())) return
  const read = ctx.certificates.read(files, ctx.clock.now())
  if (isFault(read)) {
    const variable = read.path === 'certificate' ? 'GAPLESS_TLS_CERT_FILE' : 'GAPLESS_TLS_KEY_FILE'
    throw new Error(`The dashboard's certificate cannot be used (${variable}). ${read.message}`)
  }
  const domain = ctx.instance.dashboard?.domain
  if (domain !== undefined && !isFor(read.domains, domain)) {
    throw new Error(`The certificate of GAPLESS_TLS_CERT_FILE is for ${read.domains.join(', ')}, not for ${domain}.`)
  }
  const { key, chain, notBefore, notAfter, ...shown } = read
  if (chain === kept?.chain) return
  const value = {
    ...shown,
    chain,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    toldDays: null,
  }
  const data = { value, sealed: ctx.vault.seal(key, keptKeyContext) }
  await ctx.instanceDb.instanceSetting.upsert({
    where: { key: keptCertificateName },
    create: { key: keptCertificateName, ...data },
    update: data,
  })
  ctx.log.info({ notAfter: value.notAfter }, 'the dashboard has a new certificate')
}
