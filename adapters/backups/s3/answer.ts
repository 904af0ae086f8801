/** What the storage answered, its body cut off after a while. */
export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? whole
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })

/** The texts of all elements of this name that hold nothing but text. Answers of S3 are flat enough for that. */
export const texts = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => unescaped(match[1] ?? ''))

export const firstText = (xml: string, name: string): string | null => texts(xml, name)[0] ?? null
