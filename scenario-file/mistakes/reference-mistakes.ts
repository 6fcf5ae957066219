// Mistakes in how the parts of a scenario file refer to one another.

import { nearestWord } from '../../core/text/nearest-word.ts'
import { describeValue } from './describe-value.ts'
import type { Mistake } from './explain-schema-issues.ts'
import type { Path } from './scenario-error.ts'

const MOST_NAMES = 20

export function mistake(path: Path, expected: string, got: string, where: Mistake['at'] = 'value'): Mistake {
  return { path, at: where, expected, got, nearest: null }
}

export function unknownName(path: Path, what: string, name: string, known: readonly string[]): Mistake {
  const nearest = nearestWord(name, known) ?? null
  return { ...mistake(path, `the name of a ${what} (${listNames([...new Set(known)])})`, describeValue(name)), nearest }
}

export function listNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** Index and value of every entry that equals an earlier one. */
export function duplicatesOf(values: readonly (string | undefined)[]): [number, string][] {
  const seen = new Set<string>()
  return values.flatMap((value, i): [number, string][] => {
    if (value === undefined) return []
    const isAgain = seen.has(value)
    seen.add(value)
    return isAgain ? [[i, value]] : []
  })
}
