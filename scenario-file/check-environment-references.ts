// `${NAME}` where it is not replaced is a mistake: it would be sent, scraped or searched for as it stands.

import { isMapping } from '../core/file/mapping.ts'
import { mentionsReference } from '../core/text/environment-references.ts'
import { describeValue } from './mistakes/describe-value.ts'
import type { Mistake } from './mistakes/explain-schema-issues.ts'
import type { Path } from './mistakes/scenario-error.ts'

const NOT_REPLACED = `text without \${…}, which is replaced in URLs, paths, headers and bodies only`

const PARTS_OF_REQUEST = ['path', 'headers', 'json', 'text', 'form', 'multipart', 'expect']
const METRICS_WITHOUT = ['histogram', 'match', 'requests', 'unit', 'job']
const TLS_WITHOUT = ['serverName', 'minVersion']

export function checkEnvironmentReferences(file: unknown): Mistake[] {
  return unreplaced(file, [])
}

function unreplaced(value: unknown, path: Path): Mistake[] {
  if (isReplaced(path)) return []
  if (typeof value === 'string')
    return mentionsReference(value)
      ? [{ path, at: 'value', expected: NOT_REPLACED, got: describeValue(value), nearest: null }]
      : []
  if (Array.isArray(value)) return value.flatMap((item, i) => unreplaced(item, [...path, i]))
  return isMapping(value) ? Object.entries(value).flatMap(([key, inner]) => unreplaced(inner, [...path, key])) : []
}

/** Where a reference is replaced, or where the text is for people only. */
export function isReplaced([section, ...rest]: Path): boolean {
  const inside = rest.filter((step) => typeof step === 'string')
  switch (section) {
    case 'question':
      return true
    case 'target':
      return inside.length > 0 && !isTakenAsItIs(inside)
    case 'request':
    case 'requests':
      return PARTS_OF_REQUEST.includes(String(inside[0]))
    case 'flows':
    case 'setup':
      return inside[0] === 'steps' && PARTS_OF_REQUEST.includes(String(inside[1]))
    default:
      return false
  }
}

/** In `target`. */
function isTakenAsItIs(inside: readonly string[]): boolean {
  const [first = '', second = ''] = inside
  if (first === 'metrics') {
    if (inside.length < 2 || METRICS_WITHOUT.includes(second)) return true
    return isTakenAsItIs(inside.slice(1))
  }
  return first === 'addresses' || (first === 'tls' && (inside.length < 2 || TLS_WITHOUT.includes(second)))
}
