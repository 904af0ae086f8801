/** @type {import('next').NextConfig} */
export default {
  // bin/up keeps each build under a name of its own, so that building again never changes what is being served.
  distDir: process.env.GAPLESS_WEB_BUILD || '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm run verify` and bin/test; a first start need not wait for them.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ['@node-rs/argon2', 'bullmq', 'dockerode', 'ioredis', 'nodemailer', 'pino', 'ssh2'],
}
