// The type declarations that a user of the package can reach from its entries: of all that the compiler writes, no others
// ship.

import { cpSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const RELATIVE_IMPORT = /(?:\bfrom|\bimport\()\s*['"](\.[^'"]+)\.[jt]s['"]/g

const ENTRIES = ['index.d.ts', 'instrumentation/express.d.ts', 'instrumentation/fastify.d.ts']

/** @param from the folder with all declarations @param to where those are copied that ship */
export function copyReachableTypes(from, to) {
  const copied = new Set()
  for (const entry of ENTRIES) copyWithImports(from, to, entry, copied)
}

function copyWithImports(from, to, entry, copied) {
  if (copied.has(entry)) return
  copied.add(entry)
  cpSync(join(from, entry), join(to, entry))
  for (const [, name] of readFileSync(join(from, entry), 'utf8').matchAll(RELATIVE_IMPORT))
    copyWithImports(from, to, `${join(dirname(entry), name)}.d.ts`, copied)
}
