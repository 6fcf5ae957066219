// A comparison of bucket layouts on a terminal: the ranking first, then what is wrong with the layout in use, and what
// to put in its place. Pure; no line is wider than the given width, from 20 columns up.

import type { LayoutsReport } from '../../../core/report/layout-comparison.ts'
import { orderSentence } from '../../figures/layouts/bucket-evidence-figures.ts'
import { briefSentence, exactAlertSentence, observationsSentence } from '../../figures/layouts/layout-figures.ts'
import { plainText, withPlainText } from '../../figures/plain-text.ts'
import type { TerminalOptions } from '../terminal-options.ts'
import { heading, statement } from '../text/section.ts'
import { type Line, line, paint } from '../text/styled-text.ts'
import { bucketEvidenceSection } from './bucket-evidence-section.ts'
import { findingSection } from './finding-section.ts'
import { layoutTable } from './layout-table.ts'
import { matrixSection } from './matrix-section.ts'
import { codeSection, curveSection, recommendationSection } from './recommendation-section.ts'

const WIDEST = 120

/** @param written the files that hold the rest */
export function renderLayouts(
  compared: LayoutsReport,
  options: TerminalOptions,
  written: readonly string[] = [],
): string {
  const plain = withPlainLines(compared)
  const width = Math.min(options.width, WIDEST)
  const sections = [
    bucketEvidenceSection(plain, width),
    rankingSection(plain, width),
    findingSection(plain, width),
    recommendationSection(plain, width),
    curveSection(plain, width),
    matrixSection(plain, width),
    codeSection(plain, width),
    written.length === 0 ? [] : heading('Written', line(plainText(written.join(', '))), width),
  ].filter((lines) => lines.length > 0)
  const lines = sections.flatMap((section, i): Line[] => (i === 0 ? section : [[], ...section]))
  return `${lines.map((spans) => paint(spans, options.color)).join('\n')}\n`
}

/** One line. */
export function layoutsInBrief(compared: LayoutsReport): string {
  return plainText(briefSentence(compared))
}

/** The part that the closing summary of a run shows. */
export function rankingSection(compared: LayoutsReport, width: number): Line[] {
  const alert = exactAlertSentence(compared)
  const table = layoutTable(compared, width)
  return [
    ...heading(
      'Bucket layouts',
      compared.layoutStudy.bucketEvidence ? [] : line(observationsSentence(compared)),
      width,
    ),
    ...table,
    ...(alert === null ? [] : statement(line(alert), width)),
    ...statement(line(`${orderSentence(compared)}${legend(table)}`, 'quiet'), width),
  ]
}

const MEANINGS = {
  error: 'over the whole run',
  median: 'relative error of that quantile over the moving windows',
  worst: 'the greatest relative error of any quantile in any moving window',
  wrong: 'evaluations on the other side of a threshold than the exact quantile',
  alert: 'against the same rule on exact quantiles',
} as const

/** Explains the columns that are shown: a narrow terminal has fewer. */
function legend([header = []]: readonly Line[]): string {
  const shown = header.map(({ text }) => text.trim())
  const explained = Object.entries(MEANINGS).flatMap(([name, meaning]) =>
    shown.includes(name) ? [` ${name}: ${meaning}.`] : [],
  )
  return `${explained.join('')} ← in use.`
}

// Code keeps its lines; everything else is made plain as in every writer.
function withPlainLines(compared: LayoutsReport): LayoutsReport {
  const { code } = compared.layoutStudy
  const plain = withPlainText(compared)
  return code === null ? plain : { ...plain, layoutStudy: { ...plain.layoutStudy, code: plainCode(code) } }
}

function plainCode<Code extends Readonly<Record<string, string>>>(code: Code): Code {
  const entries = Object.entries(code).map(([language, text]) => [
    language,
    text
      .split('\n')
      .map((each) => plainText(each.replaceAll('\t', '    ')))
      .join('\n'),
  ])
  return Object.fromEntries(entries) as Code
}
