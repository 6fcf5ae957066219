import { defineConfig } from 'vitest/config'

const HOUSE = ['test/architecture.test.ts', 'test/docs/**/*.test.ts']
// Timings are taken end to end: those tests run after all others. Time limits are there for what hangs.
const END_TO_END = 'test/end-to-end/**/*.test.ts'
const COMPILED = { globalSetup: ['test/support/build.ts'] }

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // More than there are cores: much of what end-to-end tests do is wait.
    maxWorkers: 3,
    maxConcurrency: 4,
    coverage: { include: ['{analysis,commands,core,harness,load,prometheus,reports,scenario-file,server}/**/*.ts'] },
    projects: [
      // Holds sources and documents together, and runs nothing that is compiled: a part of `npm run check`.
      { extends: true, test: { name: 'house', include: HOUSE, sequence: { groupOrder: 0 } } },
      {
        extends: true,
        test: {
          ...COMPILED,
          name: 'rooms',
          isolate: false,
          setupFiles: ['test/support/forget-secrets.ts'],
          include: ['test/**/*.test.ts'],
          exclude: [END_TO_END, ...HOUSE],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { ...COMPILED, name: 'end-to-end', include: [END_TO_END], sequence: { groupOrder: 1 } } },
    ],
  },
})
