// What was expected of alerts, and what came of it, in Markdown.

import { EXPECTATION_WORDS } from '../figures/rules/expectation-words.ts'
import { VERDICT_MARKS } from '../figures/verdict-label.ts'
import { markdownCellCode, markdownTable, markdownText } from './markdown-text.ts'

interface JudgedExpectation {
  readonly expectation: string
  readonly finding: keyof typeof EXPECTATION_WORDS
  readonly reason: string
}

/** None where nothing was expected. */
export function expectationTable(judged: readonly JudgedExpectation[]): string[] {
  if (judged.length === 0) return []
  return [
    markdownTable(
      [{ header: 'Expected' }, { header: 'Found' }, { header: 'Because' }],
      judged.map(({ expectation, finding, reason }) => [
        markdownCellCode(expectation),
        `${VERDICT_MARKS[finding]} ${EXPECTATION_WORDS[finding]}`,
        markdownText(reason),
      ]),
    ),
  ]
}
