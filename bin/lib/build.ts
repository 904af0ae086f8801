import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { contentHash } from './content-hash'
import { project } from './home'
import { waitForLock } from './lock'
import { findProgram } from './packages'
import { buildsInUse } from './processes'
import { step } from './progress'
import { runTool } from './run-tool'

const SOURCES = [
  'adapters',
  'app',
  'bin/lib/bootstrap.ts',
  'components',
  'core',
  'env.ts',
  'instrumentation.ts',
  'next.config.js',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'prisma',
  'public',
  'runtime.ts',
  'services',
  'tsconfig.json',
  'workers',
]
const GENERATED = 'prisma/generated'
/** Builds of other sources that are kept, so that going back and forth between two does not build each time. */
const KEPT_BUILDS = 2

export interface Build {
  /** Names it by the content it was made of. */
  name: string
  /** Folder of the web build, relative to the project. */
  web: string
  worker: string
  bootstrap: string
}

/**
 * The build of the present sources: the one that is there, or a new one. Instances with other state folders share it;
 * a build never changes once it is there, so that one that is being served stays whole.
 */
export async function ensureBuild(): Promise<Build> {
  const lock = await waitForLock(`build ${project}`, () => {})
  try {
    await generateClient()
    const build = describe(contentHash(project, SOURCES, [GENERATED]))
    if (!existsSync(build.worker) || !existsSync(build.bootstrap)) await bundlePrograms(build)
    if (!existsSync(join(project, build.web, 'BUILD_ID'))) await buildWeb(build)
    removeOldBuilds(build)
    return build
  } finally {
    lock.release()
  }
}

function describe(name: string): Build {
  const folder = join(project, 'dist', name)
  // Beside .next, not deeper: the build contains relative links to node_modules.
  return { name, web: `.next-${name}`, worker: join(folder, 'worker.mjs'), bootstrap: join(folder, 'bootstrap.mjs') }
}

/** Generates the database client when the schema has changed since the last time. */
export async function generateClient(): Promise<void> {
  const stamp = join(project, GENERATED, '.schema')
  const hash = contentHash(project, ['prisma/schema.prisma', 'package-lock.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  await step('Generating the database client', () =>
    runTool({
      command: process.execPath,
      args: [join(project, 'node_modules/prisma/build/index.js'), 'generate'],
      // Generating has no use for the native schema engine, which would be downloaded otherwise.
      env: {
        PRISMA_SCHEMA_ENGINE_BINARY: findProgram('true') ?? '/bin/true',
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
      purpose: 'Generating the database client',
    }),
  )
  writeFileSync(stamp, hash)
}

async function bundlePrograms(build: Build): Promise<void> {
  await bundle({
    entryPoints: { worker: join(project, 'workers/main.ts'), bootstrap: join(project, 'bin/lib/bootstrap.ts') },
    outdir: join(project, 'dist', build.name),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { '@': project },
    sourcemap: true,
    logLevel: 'silent',
    absWorkingDir: project,
  })
}

async function buildWeb(build: Build): Promise<void> {
  await step('Building the dashboard', (note) =>
    runTool({
      command: process.execPath,
      args: [join(project, 'node_modules/next/dist/bin/next'), 'build'],
      env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', GAPLESS_WEB_BUILD: undefined },
      onLine: note,
      purpose: 'Building the dashboard',
    }),
  )
  rmSync(join(project, build.web), { recursive: true, force: true })
  renameSync(join(project, '.next'), join(project, build.web))
}

function removeOldBuilds(current: Build): void {
  const inUse = new Set([current.name, ...buildsInUse()])
  mkdirSync(join(project, 'dist'), { recursive: true })
  const others = readdirSync(project)
    .filter((name) => /^\.next-[0-9a-f]{12}$/.test(name))
    .map((name) => name.slice('.next-'.length))
    .filter((name) => !inUse.has(name))
    .sort((one, other) => builtAt(other) - builtAt(one))
  for (const name of others.slice(KEPT_BUILDS)) {
    rmSync(join(project, `.next-${name}`), { recursive: true, force: true })
    rmSync(join(project, 'dist', name), { recursive: true, force: true })
  }
}

function builtAt(name: string): number {
  return statSync(join(project, `.next-${name}`)).mtimeMs
}
