// Worker threads and child processes run compiled JavaScript, also when their parent was loaded as TypeScript
// (as the tests do). Source `<root>/load/x.ts` compiles to `<root>/dist/load/x.js`.

import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds the harness's package.json, whether called from source or from `dist/`. */
export const packageRoot: string = findPackageRoot(dirname(fileURLToPath(import.meta.url)))

/**
 * The compiled file for a module named relative to the caller, without its ending.
 * @param callerUrl the caller's `import.meta.url`
 * @param name for example `./worker`
 */
export function compiledEntry(callerUrl: string, name: string): string {
  const caller = fileURLToPath(callerUrl)
  const sibling = join(dirname(caller), name)
  if (!caller.endsWith('.ts')) return `${sibling}.js`
  return join(packageRoot, 'dist', `${relative(packageRoot, sibling)}.js`)
}

function findPackageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('package.json not found above the harness')
  return findPackageRoot(parent)
}
