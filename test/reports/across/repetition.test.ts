// Every writer says each sentence once.

import { describe, expect, it } from 'vitest'
import type { Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { sentencesOf } from '../../../core/text/say-once.ts'
import { renderReportPage } from '../../../reports/html/report/report-page.ts'
import { renderMarkdown } from '../../../reports/markdown/report-markdown.ts'
import { renderTerminalSummary } from '../../../reports/terminal/summary/summary.ts'
import { GATE_NAMES, GATE_REPORTS } from '../../support/gate-reports.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'
import { DOUBTED_NAMES, NO_DETAILS, RUN_NAMES, sampleRun } from '../../support/sample-runs.ts'

const WRITERS: Readonly<Record<string, (report: Report, details: ReportDetails) => string>> = {
  terminal: (report) => renderTerminalSummary(report, { width: 120, color: false }),
  Markdown: renderMarkdown,
  HTML: renderReportPage,
}

/** Lines that were wrapped stand together again: they are indented deeper than the first. */
function paragraphs(writer: string, text: string): string[] {
  if (writer === 'terminal') return text.replace(/\n {3,}(?=\S)/g, ' ').split('\n')
  if (writer === 'Markdown') return text.replace(/\\(?=[<>|*_`[\]])/g, '').split(/\n| \|(?: |$)|\*\*/m)
  return text
    .replace(/<(script|style|svg|head)\b[\s\S]*?<\/\1>/g, '\n')
    .replace(/<\/?(?:code|strong|span|em|time)\b[^>]*>/g, '')
    .split(/<[^>]+>/)
}

/** A sentence has a few words at least, and an end. */
function repeatedSentences(writer: string, text: string): string[] {
  const sentences = paragraphs(writer, text)
    .flatMap((paragraph) => sentencesOf(paragraph.replace(/\s+/g, ' ').trim()))
    .map((sentence) => sentence.replace(/^(?:[-?✖✔·!] |(?:Undecided|Yes|No): )+/, ''))
    .filter((sentence) => /^(?:\S+ ){3,}\S+[.!?]$/.test(sentence))
  return [...new Set(sentences.filter((sentence, i) => sentences.indexOf(sentence) !== i))]
}

const RUNS: readonly { name: string; report: Report; details: ReportDetails }[] = [
  ...SAMPLE_NAMES.filter((name) => name !== 'hostile-names').map((name) => ({
    name,
    report: SAMPLE_REPORTS[name],
    details: NO_DETAILS,
  })),
  ...GATE_NAMES.map((name) => ({ name, report: GATE_REPORTS[name], details: NO_DETAILS })),
  ...[...RUN_NAMES, ...DOUBTED_NAMES].map((name) => ({ name: `run ${name}`, ...sampleRun(name) })),
]

describe.each(Object.keys(WRITERS))('%s', (writer) => {
  it.each(RUNS)('says no sentence of $name twice', ({ report, details }) => {
    expect(repeatedSentences(writer, WRITERS[writer]?.(report, details) ?? '')).toEqual([])
  })
})
