import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** Actions for whoever is not signed in yet, each with why. */
const forAnybody: Record<string, string> = {
  'app/invitation/[secret]/actions.ts#join': 'whoever has the link of an invitation makes their account by it',
  'app/sign-in/actions.ts#mailSignInLink': 'asks for a mail, which goes to the address’s own person',
  'app/sign-in/actions.ts#mailResetLink': 'asks for a mail, which goes to the address’s own person',
  'app/sign-in/actions.ts#choosePassword': 'whoever has the link that was mailed',
  'app/sign-in/second-factor/actions.ts#showCode': 'completes the sign-in that this browser has begun',
}

/** What finds out who is there, and sends off whoever is nobody. */
const asks = /\b(runAction|runAccountAction|requireContext|requireActor|requireSession|requireBrowser|requireAccount)\b/

interface Action {
  id: string
  text: string
}

/** Every function that a browser can call: what is exported of the files that say 'use server'. */
const actions = (): Action[] =>
  readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((name) => {
      const file = join('app', name)
      const text = readFileSync(join(root, file), 'utf8')
      return text.includes("'use server'") ? exportedOf(file, text) : []
    })

const exportedOf = (file: string, text: string): Action[] => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const [first] = source.statements
  // One within a function would not be seen here.
  if (first?.getText() !== "'use server'") return [{ id: `${file}#?`, text: '' }]
  const declared = new Map(source.statements.flatMap((statement) => namesOf(statement)))
  return source.statements
    .filter((one) => ts.canHaveModifiers(one) && ts.getModifiers(one)?.some(isExport))
    .flatMap((statement) => namesOf(statement))
    .map(([name, own]) => ({ id: `${file}#${name}`, text: withHelpers(own, declared) }))
}

const isExport = ({ kind }: ts.Modifier): boolean => kind === ts.SyntaxKind.ExportKeyword

const namesOf = (statement: ts.Statement): [string, string][] => {
  if (ts.isFunctionDeclaration(statement) && statement.name) return [[statement.name.text, statement.getText()]]
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.map((one) => [one.name.getText(), one.getText()])
}

/** Its own text, and that of what it calls in the same file. */
const withHelpers = (own: string, declared: ReadonlyMap<string, string>): string =>
  [own, ...[...declared].filter(([name]) => new RegExp(`\\b${name}\\b`).test(own)).map(([, text]) => text)].join('\n')

describe('every server action', () => {
  const all = actions()

  it('is seen here', () => {
    expect(all.length).toBeGreaterThan(30)
  })

  it('finds out who is there before anything else', () => {
    const open = all.filter(({ text }) => !asks.test(text)).map(({ id }) => id)
    expect(open.filter((id) => !(id in forAnybody))).toEqual([])
  })
})
