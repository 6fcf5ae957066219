// The words of report.json that programs read: verdicts, states, kinds, units. Taken from its published schema.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'

let known: ReadonlySet<string> | null = null

export function reportWords(): ReadonlySet<string> {
  known ??= new Set(wordsIn(JSON.parse(readFileSync(join(packageRoot, 'reports', 'report.schema.json'), 'utf8'))))
  return known
}

/** All values of `enum` and `const` in a JSON schema that are texts. */
function wordsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsIn)
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key !== 'enum' && key !== 'const') return wordsIn(value)
    return [value].flat().filter((each) => typeof each === 'string')
  })
}
