import { defineConfig } from 'vitest/config'

/**
 * unit:   pure code and single modules; no servers. Under a minute.
 * system: real PostgreSQL (from npm), real SFTP, the real daemon; needs nothing but npm.
 * wide:   peers from Debian (OpenSSH, openssl, xmllint, Redis …) and the reference data; run by `.ci/run`.
 * proof:  the long suites of `test/README.md`, one command each; their length is set by environment variables, and each leaves a summary.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{system,wide,proof}.test.ts'],
          isolate: false, // no module keeps a state of its own, so files share a process: half of the time was starting one for each
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/**/*.system.test.ts'],
          isolate: false, // as above
          globalSetup: ['test/support/compiled-program.ts', 'test/support/postgres-server.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'wide',
          include: ['test/**/*.wide.test.ts'],
          globalSetup: ['test/support/compiled-program.ts', 'test/support/postgres-server.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'proof',
          include: ['test/**/*.proof.test.ts'],
          globalSetup: ['test/support/compiled-program.ts', 'test/support/postgres-server.ts'],
          testTimeout: 4 * 3_600_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
