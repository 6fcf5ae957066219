// The type declarations that a user of the package can reach from its entry: of all that the compiler writes, no others
// ship.

import { cpSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const RELATIVE_IMPORT = /(?:\bfrom|\bimport\()\s*['"](\.[^'"]+)\.[jt]s['"]/g

/** @param from the folder with all declarations @param to where those are copied that ship */
export function copyReachableTypes(from, to, entry = 'index.d.ts', copied = new Set()) {
  if (copied.has(entry)) return
  copied.add(entry)
  cpSync(join(from, entry), join(to, entry))
  for (const [, name] of readFileSync(join(from, entry), 'utf8').matchAll(RELATIVE_IMPORT))
    copyReachableTypes(from, to, `${join(dirname(entry), name)}.d.ts`, copied)
}
