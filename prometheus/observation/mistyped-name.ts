// The name that was mistyped, among the ones that exist. Stricter than the nearest word: metrics that exist side by side
// have names alike (`cache_get_seconds`, `cache_set_seconds`), and one of them may be printed only with its first request.

import { editDistance } from '../../core/text/nearest-word.ts'

/** What people leave out or add at the end: units, and the word for what it is. */
const ENDINGS = /_(?:seconds|milliseconds|microseconds|nanoseconds|ms|s|us|ns|hist|histogram|bucket|count|sum|total)$/

/** Parts of a name up to this length differ between siblings: get and set, in and out, code and node. */
const SHORT_PART = 4

/** Undefined where no known name can only be what was meant. */
export function mistypedName(name: string, known: readonly string[]): string | undefined {
  const near = known.filter((other) => isMistyped(name, other))
  return near.sort((a, b) => editDistance(name, a) - editDistance(name, b))[0]
}

function isMistyped(name: string, other: string): boolean {
  const [a, b] = [plain(name), plain(other)]
  if (a === b || withoutEnding(a) === withoutEnding(b)) return true
  return editDistance(a, b) <= slipsIn(a, b) && !areSiblings(a.split('_'), b.split('_'))
}

/** One slip in ten letters. What differs by more in one part is another word: `failed` and `filled`. */
function slipsIn(a: string, b: string): number {
  return Math.max(1, Math.floor(Math.min(a.length, b.length) / 10))
}

/** In lower case, with one separator: `httpRequest.duration` is `http_request_duration`. */
function plain(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
}

function withoutEnding(name: string): string {
  return name.replace(ENDINGS, '')
}

function areSiblings(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  return a.every((part, i) => {
    const other = b[i] ?? ''
    const isShort = Math.max(part.length, other.length) <= SHORT_PART
    return part === other || isShort || /\d/.test(part + other) || editDistance(part, other) > slipsIn(part, other)
  })
}
