import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')

const serviceFiles = (): string[] =>
  readdirSync(join(root, 'services'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join('services', file))

interface Declared {
  file: string
  name: string
  isExported: boolean
  node: ts.Node
}

interface Module {
  declared: Map<string, Declared>
  /** Local names of what comes from other services: `file#name`. */
  imported: Map<string, string>
}

/** A verb of services: what is exported and takes `{ ctx, input }`. */
export interface Verb {
  /** `services/hosts/get-host.ts#getHost` */
  id: string
  /** Its own text, with all that it calls in services, directly or not. */
  text: string
}

const keyOf = (file: string, name: string): string => `${file}#${name}`

const moduleOf = (file: string): Module => {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const declared: Module['declared'] = new Map()
  const imported: Module['imported'] = new Map()
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      for (const [local, key] of importsOf(file, statement)) imported.set(local, key)
    }
    for (const [name, node] of namesOf(statement)) {
      const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
      const isExported = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
      declared.set(name, { file, name, isExported, node })
    }
  }
  return { declared, imported }
}

const namesOf = (statement: ts.Statement): [string, ts.Node][] => {
  if (ts.isFunctionDeclaration(statement) && statement.name) return [[statement.name.text, statement]]
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.flatMap((one) =>
    ts.isIdentifier(one.name) ? [[one.name.text, one] as [string, ts.Node]] : [],
  )
}

const importsOf = (file: string, statement: ts.ImportDeclaration): Map<string, string> => {
  const from = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : ''
  const bindings = statement.importClause?.namedBindings
  const target = from.startsWith('@/services/')
    ? from.slice(2)
    : from.startsWith('.')
      ? relative(root, join(root, dirname(file), from))
      : null
  if (target === null || !bindings || !ts.isNamedImports(bindings)) return new Map()
  return new Map(
    bindings.elements.map((one) => [one.name.text, keyOf(`${target}.ts`, (one.propertyName ?? one.name).text)]),
  )
}

/** `Service<…>`, or a function of one parameter with `ctx` and `input` in it. */
const isVerb = ({ isExported, node }: Declared): boolean => {
  if (!isExported || !ts.isVariableDeclaration(node)) return false
  if (node.type?.getText().startsWith('Service<')) return true
  const { initializer } = node
  if (!initializer || !ts.isArrowFunction(initializer) || initializer.parameters.length !== 1) return false
  return /\bctx\b[\s\S]*\binput\b/.test(initializer.parameters[0]?.getText() ?? '')
}

const identifiersIn = (node: ts.Node): Set<string> => {
  const found = new Set<string>()
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at)) found.add(at.text)
    ts.forEachChild(at, visit)
  }
  visit(node)
  return found
}

/** Every verb of services, with all that it comes to. */
export const serviceVerbs = (): Verb[] => {
  const files = serviceFiles()
  const modules = new Map(files.map((file) => [file, moduleOf(file)]))
  const find = (key: string): Declared | undefined => {
    const [file = '', name = ''] = key.split('#')
    return modules.get(file)?.declared.get(name)
  }
  const reached = (from: Declared): Declared[] => {
    const seen = new Set<Declared>([from])
    // A set goes on to what is added while it is gone through.
    for (const one of seen) {
      const { declared, imported } = modules.get(one.file) ?? { declared: new Map(), imported: new Map() }
      for (const name of identifiersIn(one.node)) {
        const next = declared.get(name) ?? find(imported.get(name) ?? '')
        if (next) seen.add(next)
      }
    }
    return [...seen]
  }
  return [...modules.values()]
    .flatMap(({ declared }) => [...declared.values()])
    .filter(isVerb)
    .map((verb) => ({
      id: keyOf(verb.file, verb.name),
      text: reached(verb)
        .map(({ node }) => node.getText())
        .join('\n'),
    }))
}

/** The first argument of every call of `recordAuditEvent`, by file. */
export const auditClients = (): { file: string; client: string }[] =>
  serviceFiles().flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/recordAuditEvent\((\w+(?:\.\w+)*)/g)].map((match) => ({
      file,
      client: match[1] ?? '',
    })),
  )
