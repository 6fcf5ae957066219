import { defineConfig } from 'vitest/config'

// Timings are taken end to end: those tests run after all others. Time limits are there for what hangs.
const END_TO_END = 'test/end-to-end/**/*.test.ts'

export default defineConfig({
  test: {
    globalSetup: ['test/support/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // More than there are cores: much of what end-to-end tests do is wait.
    maxWorkers: 3,
    maxConcurrency: 4,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [END_TO_END],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'end-to-end', include: [END_TO_END], sequence: { groupOrder: 1 } },
      },
    ],
  },
})
