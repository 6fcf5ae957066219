// Each generator of several as a Markdown table, and how far their clocks were apart.

import type { Report } from '../../core/report/report.ts'
import { clocksFigure, fitnessFigure, generatorRow, shownGenerators } from '../figures/generators/each-generator.ts'
import { markdownTable, markdownText } from './markdown-text.ts'
import { marked } from './verdict-mark.ts'

const right = (header: string) => ({ header, align: 'right' as const })

const COLUMNS = [
  { header: 'Generator' },
  { header: 'Host' },
  { header: 'State' },
  ...['Rate', 'Send lag P99', 'CPU, busiest second', 'Start'].map(right),
  { header: 'Clock' },
]

const MOST_SHOWN = 16

export function generatorParts(report: Report): string[] {
  const { generator } = report
  const figure = fitnessFigure(report)
  if (figure === undefined) return []
  const { shown, rest } = shownGenerators(generator.generators ?? [], MOST_SHOWN)
  const clocks = clocksFigure(report)
  const rows = shown
    .map(generatorRow)
    .map(({ name, host, finding, state, rate, sendLag, cpu, startSkew, clock }) => [
      markdownText(name),
      markdownText(host),
      finding === 'pass' ? state : `${marked(finding)} ${state}`,
      rate,
      sendLag,
      cpu,
      startSkew,
      clock,
    ])
  return [
    `${figure.charAt(0).toUpperCase()}${figure.slice(1)}.`,
    markdownTable(COLUMNS, rows),
    ...(rest === undefined ? [] : [`${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`]),
    ...(clocks === undefined ? [] : [markdownText(`${clocks.charAt(0).toUpperCase()}${clocks.slice(1)}.`)]),
  ]
}
