// The URLs that curl makes of one with {sets} and [ranges] in it. Source: `man curl`, URL.

import { importMistake } from '../import-mistake.ts'
import type { MarkedText } from '../written/marks.ts'

const MOST_URLS = 100

/** `${a}` in quotes is a variable that a reader is to fill in, and stays as it is. */
const PART =
  /\\([[\]{}])|(?<!\$)\{([^{}]*)\}|\[(\d{1,15})-(\d{1,15})(?::(\d{1,15}))?\]|\[(?:([a-z])-([a-z])|([A-Z])-([A-Z]))(?::(\d{1,15}))?\]/g

/** The last part changes first, as curl has it. @throws UserError where it would be more than 100 */
export function globbedUrls(
  url: MarkedText,
  place: { readonly name: string; readonly at: string | null },
): MarkedText[] {
  let urls = ['']
  let at = 0
  const append = (choices: readonly string[]) => {
    if (urls.length * choices.length > MOST_URLS)
      throw importMistake(place, `a URL that stands for at most ${MOST_URLS}`, 'one with more in its {} and []')
    urls = urls.flatMap((before) => choices.map((choice) => before + choice))
  }
  for (const match of url.matchAll(PART)) {
    const [whole, escaped, set, first, last, step, lower, lowerLast, upper, upperLast, letterStep] = match
    append([url.slice(at, match.index)])
    at = match.index + whole.length
    if (escaped !== undefined) append([escaped])
    else if (set !== undefined) append(set.split(','))
    else if (first !== undefined && last !== undefined) {
      const width = first.startsWith('0') ? first.length : 0
      append(range(Number(first), Number(last), step).map((value) => String(value).padStart(width, '0')))
    } else {
      const [from = '', to = ''] = lower === undefined ? [upper, upperLast] : [lower, lowerLast]
      append(range(from.charCodeAt(0), to.charCodeAt(0), letterStep).map((code) => String.fromCharCode(code)))
    }
  }
  append([url.slice(at)])
  return urls
}

/** One more than is allowed is enough to be refused. */
function range(first: number, last: number, step = '1'): number[] {
  const by = Math.max(1, Number(step))
  const count = Math.min(MOST_URLS + 1, Math.floor((last - first) / by) + 1)
  return Array.from({ length: Math.max(0, count) }, (_, i) => first + i * by)
}
