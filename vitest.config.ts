import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const minute = 60_000

// Tests start instances in folders of their own; what they log besides stays out of the one that may be in use here.
process.env.GAPLESS_HOME = join(tmpdir(), `gapless-tests-${process.getuid?.() ?? 0}`)

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    // A poll waits for what will happen; how long that takes on a busy machine is not what it asks.
    expect: { poll: { timeout: minute / 2, interval: 50 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        // Each of the files below has databases, engines and proxies to itself; the machine has only so many cores.
        test: {
          name: 'contracts',
          include: ['tests/contracts/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 2 * minute,
          hookTimeout: 3 * minute,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/support/global-database.ts'],
          fileParallelism: false,
          testTimeout: 3 * minute,
          hookTimeout: 5 * minute,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/global-platform.ts'],
          fileParallelism: false,
          testTimeout: 3 * minute,
          hookTimeout: 5 * minute,
        },
      },
    ],
  },
})
