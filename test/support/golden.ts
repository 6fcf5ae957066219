// Golden files: what a writer wrote when somebody last read it. `npx vitest run -u` writes them anew; the difference
// is then to be read like code.

import { join } from 'node:path'
import { packageRoot } from '../../core/compiled-entry.ts'

/** For `await expect(text).toMatchFileSnapshot(goldenFile(name))`. The ending keeps formatters from changing the file. */
export function goldenFile(name: string): string {
  return join(packageRoot, 'test', 'golden', `${name}.golden`)
}
