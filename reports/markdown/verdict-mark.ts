// A verdict in Markdown: an emoji that a summary page shows in colour, and always the word beside it.

import type { Verdict } from '../../core/report/worst-verdict.ts'

export const MARKS: Readonly<Record<Verdict, string>> = { pass: '✅', inconclusive: '⚠️', fail: '❌' }

export function marked(found: Verdict): string {
  return `${MARKS[found]} ${found}`
}
