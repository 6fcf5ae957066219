// Which format a text is written in, by its content and, where that does not tell, by the ending of its name.

import { isLogLine } from './access-log/log-line.ts'
import type { ImportFormat } from './import-format.ts'

/** What is looked at: enough for any beginning. */
const BEGINNING = 200_000

/** @param name of the file, or what a user would call the text. @returns null where it is none of the formats */
export function detectFormat(text: string, name: string): ImportFormat | null {
  const beginning = text.slice(0, BEGINNING).replace(/^\u{FEFF}/u, '')
  if (/^\s*\{/.test(beginning)) {
    if (/"(?:openapi|swagger)"\s*:\s*"?\d/.test(beginning)) return 'openapi'
    if (/^\s*\{\s*"log"\s*:/.test(beginning) || name.endsWith('.har')) return 'har'
    return null
  }
  if (/^["']?(?:openapi|swagger)["']?[ \t]*:/m.test(beginning)) return 'openapi'
  const lines = beginning.split('\n').slice(0, 50)
  if (lines.some(isLogLine)) return 'access-log'
  return lines.some((line) => /^\s*(?:[$%>]\s+)?(?:[A-Za-z_]\w*=\S*\s+)*(?:\S*\/)?curl(?:\.exe)?\s/.test(line))
    ? 'curl'
    : null
}
