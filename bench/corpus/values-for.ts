// Values that a matcher may accept, the likely ones first. Whoever takes one tries it against the matcher.

import type { LabelMatcher } from '../../prometheus/series/series.ts'

const COMMON = ['v', '', '500', '200', 'GET', 'a', '1', '/', 'a-1', 'a_b', '10.0.0.1:9100']

export function valuesFor({ operator, value }: LabelMatcher): readonly string[] {
  if (operator === '=') return [value]
  return operator === '=~' ? [...alternativesOf(value).map(simplest), value, ...COMMON] : COMMON
}

/** Split at the bars that stand in no parentheses and no brackets. */
function alternativesOf(pattern: string): readonly string[] {
  const parts = ['']
  let depth = 0
  for (const token of pattern.match(/\\.|[^\\]/gs) ?? []) {
    if (token === '(' || token === '[') depth++
    if (token === ')' || token === ']') depth--
    if (token === '|' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts
}

/** A short text that the pattern matches, for patterns as people write them. */
function simplest(pattern: string): string {
  const withoutGroups = replaceGroups(pattern.replace(/^\^|\$$/g, ''))
  return withoutGroups
    .replace(/\[\^[^\]]*\]/g, 'a')
    .replace(/\[([^\]-])[^\]]*\]/g, '$1')
    .replace(/\\d/g, '5')
    .replace(/\\w/g, 'a')
    .replace(/(?<!\\)\.(?:\*|\+|\{[^}]*\})\??/g, 'x')
    .replace(/(?<!\\)\./g, 'x')
    .replace(/(?:\*|\+|\{\d+(?:,\d*)?\})\??/g, '')
    .replace(/[^\\]\?/g, '')
    .replace(/\\(.)/g, '$1')
}

/** Each group by its first alternative. */
function replaceGroups(pattern: string): string {
  const inner = /\((?:\?[:P]?(?:<\w+>)?)?([^()]*)\)/.exec(pattern)
  if (!inner) return pattern
  const [whole, body = ''] = inner
  return replaceGroups(pattern.replace(whole, () => body.split('|')[0] ?? ''))
}
