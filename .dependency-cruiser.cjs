// The arrows between the rooms (docs/ARCHITECTURE.md). bin/lib/import-rules.ts also asserts how many modules were seen.

/** Rooms as path patterns. */
const product = '^(app|components|core|services|adapters|workers|runtime\\.ts|env\\.ts)'
/** A module of ours that is none of `allowed`. */
const oursExcept = (...allowed) => ({ pathNot: ['node_modules', '^node:', ...allowed], dependencyTypesNot: ['core'] })

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'core-is-pure',
      comment: 'core imports zod and other core only: no I/O, no node:*, no env.',
      severity: 'error',
      from: { path: '^core/' },
      to: { pathNot: ['^core/', '^node_modules/zod/'] },
    },
    {
      name: 'services-know-core',
      comment: 'services import core and the generated database types; everything else comes in by ctx.',
      severity: 'error',
      from: { path: '^services/' },
      to: { pathNot: ['^core/', '^services/', '^prisma/generated/', '^node_modules/zod/'] },
    },
    {
      name: 'adapters-know-core',
      severity: 'error',
      from: { path: '^adapters/' },
      to: oursExcept('^core/', '^adapters/', '^prisma/generated/'),
    },
    {
      name: 'no-adapter-knows-another',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: '^adapters/$1/' },
    },
    {
      name: 'components-are-react-only',
      comment: 'Data and actions come in as props: no database, no env, no Node.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: ['^(app|services|adapters|workers|prisma)/', '^(env|runtime)\\.ts$', '^node:'] },
    },
    {
      name: 'components-have-no-node',
      severity: 'error',
      from: { path: '^components/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'exhibits-are-for-development',
      comment: 'No build may carry what only the page of components needs.',
      severity: 'error',
      from: { pathNot: '^(components|app)/dev/' },
      to: { path: '^components/dev/' },
    },
    {
      name: 'app-goes-through-runtime',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: ['^(adapters|workers|bin|docker|tests)/', '^prisma/(?!generated/)'] },
    },
    {
      name: 'workers-go-through-runtime',
      comment: 'The queue is what drives a worker, so it may know that one adapter.',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: ['^(app|components|bin|docker|tests)/', '^adapters/(?!queue/)'] },
    },
    {
      name: 'only-runtime-joins',
      comment: 'runtime.ts is the one place where services meet adapters; nothing below it may ask for it.',
      severity: 'error',
      from: { path: '^(core|components|services|adapters)/' },
      to: { path: '^(runtime|env)\\.ts$' },
    },
    {
      name: 'product-knows-no-tooling',
      severity: 'error',
      from: { path: product },
      to: { path: '^(bin|bench|tests|docker)/' },
    },
    {
      name: 'no-test-in-product',
      severity: 'error',
      from: { pathNot: '^(tests|bench|bin/lib/demo)' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^prisma/generated/', '(^|/)\\.next'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
