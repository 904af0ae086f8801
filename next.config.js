import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js'

/** @type {import('next').NextConfig} */
const config = {
  // bin/up keeps each build under a name of its own, so that building again never changes what is being served.
  distDir: process.env.GAPLESS_WEB_BUILD || '.next',
  pageExtensions: ['tsx', 'ts'],
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm run verify` and bin/test; a first start need not wait for them.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ['@node-rs/argon2', 'bullmq', 'dockerode', 'ioredis', 'nodemailer', 'pino', 'ssh2'],
}

/** @type {import('next').NextConfig} */
const development = {
  ...config,
  // Pages for those who work on Gapless end in .dev.tsx; a build does not know them.
  pageExtensions: ['dev.tsx', 'tsx', 'ts'],
  // Next writes the folder of its build into the tsconfig it finds, but leaves one alone that extends another.
  typescript: { tsconfigPath: 'app/dev/tsconfig.json' },
  // Its badge would lie over what is looked at.
  devIndicators: false,
}

/** @param {string} phase what Next is about to do */
export default (phase) => (phase === PHASE_DEVELOPMENT_SERVER ? development : config)
