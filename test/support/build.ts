// Child processes and worker threads run compiled JavaScript: compile before the tests, and again before a rerun of
// `vitest --watch`, if the sources changed.

import type { TestProject } from 'vitest/node'
// @ts-expect-error: plain JavaScript, because it runs before anything is compiled
import { build } from '../../scripts/build.mjs'

export default async function compileBeforeTests(project: TestProject): Promise<void> {
  await build()
  project.onTestsRerun(async () => {
    await build()
  })
}
