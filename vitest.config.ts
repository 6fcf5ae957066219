import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const HOUSE = ['test/architecture.test.ts', 'test/docs/**/*.test.ts']
// Timings are taken end to end: those tests run after all others. Time limits are there for what hangs.
const END_TO_END = 'test/end-to-end/**/*.test.ts'

/** What takes longest begins first, so that the workers end together. All others follow by size, as vitest has them. */
const LONGEST = [
  'test/end-to-end/scenarios.test.ts',
  'test/end-to-end/pushed-run.test.ts',
  'test/generators/across/far-hosts.test.ts',
  'test/action/main.test.ts',
  'test/generators/across/faults.test.ts',
  'test/commands/buckets.test.ts',
  'test/hostile/service.test.ts',
].map((file) => join(import.meta.dirname, file))
for (const file of LONGEST)
  if (!existsSync(file)) throw new Error(`vitest.config.ts: expected a test file, got ${file}`)

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(files)
    const longest = LONGEST.flatMap((file) => bySize.filter(({ moduleId }) => moduleId === file))
    return [...longest, ...bySize.filter(({ moduleId }) => !LONGEST.includes(moduleId))]
  }
}

const COMPILED = { globalSetup: ['test/support/build.ts'] }

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // More than there are cores: much of what end-to-end tests do is wait.
    maxWorkers: 3,
    maxConcurrency: 4,
    sequence: { sequencer: LongestFirst },
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
