import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { countedPart, type PasswordStrength } from '@/core/access/password-rules'

/** The estimate takes ever longer with the length, and what is strong in its first 64 characters is strong. */
const maxLength = 64

let loaded: Promise<ZxcvbnFactory> | undefined

/** The dictionaries are megabytes: they are read when somebody first chooses a password. */
const load = async (): Promise<ZxcvbnFactory> => {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
    maxLength,
  })
}

/** How hard a password is to guess, by the same dictionaries as the form's (components/forms/zxcvbn.ts). */
export const zxcvbnStrength = async (password: string, personal: readonly string[]): Promise<PasswordStrength> => {
  loaded ??= load()
  const { score, feedback } = (await loaded).check(countedPart(password, personal))
  return { score, hint: feedback.warning || feedback.suggestions[0] || null }
}
