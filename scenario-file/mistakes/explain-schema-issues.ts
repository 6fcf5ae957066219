// Turns the validator's issues into mistakes with our phrases. Lines are added later, where the text is known.

import type * as z from 'zod'
import { nearestWord } from '../../core/text/nearest-word.ts'
import { type IssueDetails, KEY_SEPARATOR } from '../schema/building-blocks.ts'
import { describeKey, describeValue } from './describe-value.ts'
import { keyMeant } from './key-meant.ts'
import type { Path } from './scenario-error.ts'

/** A mistake at a place in the file's value. */
export interface Mistake {
  readonly path: Path
  /** Whether the key itself is meant, or what it holds. */
  readonly at: 'key' | 'value'
  readonly expected: string
  readonly got: string
  readonly nearest: string | null
}

/** Nobody reads more of them, and each takes time to find its line and the word that was meant. */
export const MOST_MISTAKES = 100

type SchemaIssue = z.core.$ZodIssue

export function explainSchemaIssues(issues: readonly SchemaIssue[], parent: Path = []): Mistake[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.slice(0, MOST_MISTAKES).map((key) => unknownKey(path, key, issue.message))
    if (issue.code === 'invalid_union') return explainUnion(issue.errors, path, single(issue, path))
    return [single(issue, path)]
  })
}

function unknownKey(path: Path, key: string, knownKeys: string): Mistake {
  const place = { path: [...path, key], at: 'key', got: describeKey(key) } as const
  // `{ rate: 1,000 }` is a rate of 1 and a key 000.
  if (/^\d[\w.]*%?$/.test(key))
    return { ...place, expected: 'a number without a comma, which begins the next key inside { }', nearest: null }
  return { ...place, expected: `one of the keys ${knownKeys}`, nearest: keyMeant(key, knownKeys.split(KEY_SEPARATOR)) }
}

/** The mistakes of the form whose shape the value has. Where it has the shape of no form, the mistake of the union. */
function explainUnion(forms: readonly (readonly SchemaIssue[])[], path: Path, union: Mistake): Mistake[] {
  const meant = forms.find((issues) => !issues.some(isOtherShape))
  if (meant !== undefined) return explainSchemaIssues(meant, path)
  const nearest = forms.flat().filter(isOtherShape).map(nearestKnown).find(Boolean)
  return [{ ...union, nearest: nearest ?? null }]
}

function isOtherShape(issue: SchemaIssue): boolean {
  if (issue.path.length > 0) return false
  return issue.code === 'invalid_type' || (issue.code === 'custom' && detailsOf(issue).got === undefined)
}

function single(issue: SchemaIssue, path: Path): Mistake {
  const got = detailsOf(issue).got ?? describeValue(issue.input)
  const isQuoted = typeof issue.input === 'string' && /^\s*[\u201c\u201d\u201e\u2018\u2019]/.test(issue.input)
  const expected = isQuoted ? `${issue.message}, in straight quotes or in none` : issue.message
  return { path, at: 'value', expected, got, nearest: nearestKnown(issue) ?? null }
}

function nearestKnown(issue: SchemaIssue): string | undefined {
  const { known = [], word = String } = detailsOf(issue)
  if (typeof issue.input !== 'string') return undefined
  const written = word(issue.input)
  return known.includes(written) ? undefined : nearestWord(written, known)
}

function detailsOf(issue: SchemaIssue): IssueDetails {
  return issue.code === 'custom' ? ((issue.params ?? {}) as IssueDetails) : {}
}
