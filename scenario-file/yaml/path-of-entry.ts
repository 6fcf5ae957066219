// Where in a file's value a key holds a text: for what is known of a scenario that no longer knows its file.

import { isMapping } from '../../core/file/mapping.ts'
import type { Path } from '../mistakes/scenario-error.ts'

/** The first such place, in the file's order; undefined where there is none. Space around the text does not count. */
export function pathOfEntry(value: unknown, key: string, text: string): Path | undefined {
  const entries: readonly (readonly [step: string | number, inner: unknown])[] = Array.isArray(value)
    ? value.map((item, i) => [i, item])
    : isMapping(value)
      ? Object.entries(value)
      : []
  for (const [step, inner] of entries) {
    if (step === key && typeof inner === 'string' && inner.trim() === text.trim()) return [step]
    const below = pathOfEntry(inner, key, text)
    if (below !== undefined) return [step, ...below]
  }
  return undefined
}
