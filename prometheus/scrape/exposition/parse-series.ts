// The series in front of a sample's value: `name{label="value"}`, or `{"any name", label="value"}`.

import { formatOpenMetricsFloat, parseGoFloat } from '../../series/go-float.ts'
import type { Labels } from '../../series/series.ts'
import { ScrapeError } from '../scrape-error.ts'
import { BRACE, CODE, type Cursor } from './cursor.ts'
import { detachedText } from './detached-text.ts'
import type { MetricType } from './exposition.ts'

export interface SeriesSyntax {
  /** Whether spaces and tabs may stand between the parts, and newlines in values: so in Prometheus' own text format. */
  readonly loose: boolean
  /** Whether `le` and `quantile` are kept as Prometheus 3 keeps them: `1` as `1.0`. */
  readonly normaliseBounds: boolean
  /** Whether labels with an empty value are kept; else they are left out, for they are the same as none. */
  readonly keepEmptyLabels: boolean
  /** 0 for no limit. */
  readonly maxLabels: number
}

/** The labels from here on, the name under `__name__`. `type` is that of the family last declared. */
export function parseSeries(cursor: Cursor, syntax: SeriesSyntax, type: MetricType): Labels {
  let name = cursor.takeName(true)
  const entries: [string, string][] = []
  const nameEnd = cursor.position
  if (syntax.loose) cursor.skipBlanks()
  if (cursor.accept('{')) {
    const quotedName = parseLabels(cursor, syntax, entries, name !== '')
    name = quotedName ?? name
  } else cursor.position = nameEnd
  if (name === '') cursor.fail('expected a metric name')
  entries.push(['__name__', name])
  return sortedLabels(cursor, syntax, type, entries)
}

/**
 * What stands behind the opening brace, up to and with the closing one, is added to the entries.
 * A comma may trail; in the text format the ones between labels may even be left out, as Prometheus has it.
 * @param named true where a quoted metric name would be one too many
 * @returns the quoted metric name, where there is one
 */
export function parseLabels(
  cursor: Cursor,
  syntax: SeriesSyntax,
  entries: [string, string][],
  named: boolean,
): string | undefined {
  let quotedName: string | undefined
  const skip = () => {
    if (syntax.loose) cursor.skipBlanks()
  }
  for (skip(); !cursor.accept('}'); skip()) {
    const quoted = cursor.code() === CODE.quote
    const label = quoted ? cursor.takeQuoted(syntax.loose) : cursor.takeName(false)
    if (label === '' && !quoted) cursor.fail('expected a label name or a closing brace')
    skip()
    if (quoted && (cursor.code() === CODE.comma || cursor.code() === BRACE.close)) {
      if (named || quotedName !== undefined) cursor.fail('expected one metric name, got a second one')
      quotedName = label
      cursor.accept(',')
      continue
    }
    if (label === '') cursor.fail('expected a label name, got an empty one')
    entries.push([label, parseLabelValue(cursor, syntax, label)])
    if (syntax.maxLabels > 0 && entries.length > syntax.maxLabels)
      throw new ScrapeError(
        `a series of more than ${syntax.maxLabels} labels: target.metrics.labelLimit raises the limit`,
      )
    skip()
    if (!cursor.accept(',') && !syntax.loose && cursor.code() !== BRACE.close)
      cursor.fail('expected a comma or a closing brace after a label')
  }
  return quotedName
}

function parseLabelValue(cursor: Cursor, syntax: SeriesSyntax, label: string): string {
  if (!cursor.accept('=')) cursor.fail(`expected = after the label name ${label}`)
  if (syntax.loose) cursor.skipBlanks()
  if (cursor.code() !== CODE.quote) cursor.fail(`expected a quoted value for the label ${label}`)
  return cursor.takeQuoted(syntax.loose)
}

function sortedLabels(cursor: Cursor, syntax: SeriesSyntax, type: MetricType, entries: [string, string][]): Labels {
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const twice = entries.find(([label], i) => label === entries[i - 1]?.[0])
  if (twice) cursor.fail(`expected each label once, got ${twice[0]} twice`)
  const bound = syntax.normaliseBounds ? boundLabel(type) : undefined
  // fromEntries, for a label may be called __proto__.
  return Object.fromEntries(
    entries
      .filter(([, value]) => syntax.keepEmptyLabels || value !== '')
      .map(([label, value]) => [detachedText(label), detachedText(label === bound ? normalisedBound(value) : value)]),
  )
}

function boundLabel(type: MetricType): string | undefined {
  if (type === 'histogram') return 'le'
  return type === 'summary' ? 'quantile' : undefined
}

function normalisedBound(text: string): string {
  const bound = parseGoFloat(text)
  return bound === undefined ? text : formatOpenMetricsFloat(bound)
}

/**
 * Where the series that starts here ends, found without reading it: quotes are honoured, nothing is checked.
 * Lets a series that was read before be looked up by its text.
 */
export function endOfSeries(text: string, start: number): number {
  let position = start
  while (!isNameEnd(text.charCodeAt(position))) position++
  const nameEnd = position
  while (isBlank(text.charCodeAt(position))) position++
  if (text.charCodeAt(position) !== BRACE.open) return nameEnd
  for (position++; position < text.length; position++) {
    const code = text.charCodeAt(position)
    if (code === BRACE.close) return position + 1
    if (code === CODE.quote) position = endOfQuoted(text, position)
  }
  return text.length
}

function isBlank(code: number): boolean {
  return code === CODE.space || code === CODE.tab
}

function isNameEnd(code: number): boolean {
  return code === BRACE.open || isBlank(code) || code === CODE.newline || Number.isNaN(code)
}

function endOfQuoted(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, position: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(position - 1 - backslashes) === CODE.backslash) backslashes++
  return backslashes % 2 === 1
}
