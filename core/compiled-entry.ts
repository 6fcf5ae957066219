// Worker threads and child processes run compiled JavaScript, also when their parent was loaded as TypeScript
// (as the tests do). Each is an entry of its own in the bundle: `<root>/load/x.ts` becomes `<root>/dist/load/x.js`.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds the harness's package.json, whether called from source or from `dist/`. */
export const packageRoot: string = findPackageRoot(dirname(fileURLToPath(import.meta.url)))

/** The file in `dist/` for an entry of the build (scripts/bundle.mjs). @param name for example `server/process/main` */
export function compiledEntry(name: string): string {
  return join(packageRoot, 'dist', `${name}.js`)
}

function findPackageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('package.json not found above the harness')
  return findPackageRoot(parent)
}
