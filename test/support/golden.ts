// Golden files: what a writer wrote when someone last looked at it. `UPDATE_GOLDEN=1 npx vitest run` writes them anew;
// the difference is then to be read like code.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'

const FOLDER = join(packageRoot, 'test', 'golden')

export function expectGolden(name: string, text: string): void {
  // An ending of their own keeps formatters from setting right what a writer wrote.
  const file = join(FOLDER, `${name}.golden`)
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const golden = existsSync(file) ? readFileSync(file, 'utf8') : ''
  expect(text, `${file}: to write it anew, run the test with UPDATE_GOLDEN=1`).toBe(golden)
}
