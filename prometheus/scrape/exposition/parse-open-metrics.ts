// OpenMetrics text: like the text format, but strict about blanks, with exemplars, and closed by `# EOF`.
// Source: prometheus model/textparse/openmetricslex.l, openmetricsparse.go.

import { CODE, type Cursor, unescapeQuoted } from './cursor.ts'
import type { MetricType } from './exposition.ts'
import { parseLabels, type SeriesSyntax } from './parse-series.ts'
import { addSample, declareHelp, declareType, declareUnit, type ParseState, readSeries } from './parse-state.ts'

const TYPES: ReadonlySet<string> = new Set<MetricType>([
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
])

export function parseOpenMetrics(state: ParseState): void {
  const { cursor } = state
  const { normaliseBounds, keepEmptyLabels, maxLabels } = state
  const syntax = { loose: false, normaliseBounds, keepEmptyLabels, maxLabels }
  for (;;) {
    cursor.lineStart = cursor.position
    if (cursor.atEnd) cursor.fail('expected # EOF at the end of the page')
    if (cursor.accept('# EOF')) break
    if (cursor.accept('# ')) readMetadata(state)
    else readSample(state, syntax)
  }
  cursor.accept('\n')
  if (!cursor.atEnd) cursor.fail('expected nothing after # EOF')
}

function readSample(state: ParseState, syntax: SeriesSyntax): void {
  const { cursor } = state
  const labels = readSeries(state, syntax)
  if (!cursor.accept(' ')) cursor.fail('expected one space and a value after the series')
  const value = cursor.takeNumber('a value after the series')
  const timestampMs = isExemplar(cursor) ? null : takeTimestamp(cursor)
  if (cursor.accept(' # ')) skipExemplar(cursor, syntax)
  if (!cursor.accept('\n')) cursor.fail('expected a timestamp in seconds, an exemplar or the end of the line')
  addSample(state, { labels, value, timestampMs })
}

function isExemplar(cursor: Cursor): boolean {
  return cursor.text.startsWith(' # ', cursor.position)
}

function takeTimestamp(cursor: Cursor): number | null {
  if (!cursor.accept(' ')) return null
  const seconds = cursor.takeNumber('a timestamp in seconds')
  return Number.isFinite(seconds) ? Math.trunc(seconds * 1e3) : cursor.fail('expected a finite timestamp')
}

function skipExemplar(cursor: Cursor, syntax: SeriesSyntax): void {
  if (!cursor.accept('{')) cursor.fail('expected an exemplar: # {labels} value')
  parseLabels(cursor, syntax, [], true)
  if (!cursor.accept(' ')) cursor.fail('expected one space and a value after the exemplar')
  cursor.takeNumber('a value of the exemplar')
  takeTimestamp(cursor)
}

/** `# TYPE`, `# HELP`, `# UNIT`: other comments do not exist. */
function readMetadata(state: ParseState): void {
  const { cursor } = state
  const keyword = ['TYPE', 'HELP', 'UNIT'].find((word) => cursor.accept(`${word} `))
  if (keyword === undefined) cursor.fail('expected # TYPE, # HELP, # UNIT or # EOF')
  const family = cursor.code() === CODE.quote ? cursor.takeQuoted(false) : cursor.takeName(true)
  if (family === '') cursor.fail(`expected a metric name after ${keyword}`)
  if (!cursor.accept(' ')) cursor.fail(`expected one space and a text after the name in ${keyword}`)
  const text = cursor.restOfLine()
  if (keyword === 'HELP') declareHelp(state, family, unescapeQuoted(text))
  if (keyword === 'TYPE') declareType(state, family, isType(text) ? text : failType(cursor, text))
  if (keyword === 'UNIT' && text !== '' && !family.endsWith(`_${text}`))
    cursor.fail(`expected a unit that ends the name ${family}, got ${JSON.stringify(text)}`)
  if (keyword === 'UNIT' && text !== '') declareUnit(state, family, text)
  if (!cursor.accept('\n')) cursor.fail('expected a newline, and # EOF at the end of the page')
}

function isType(text: string): text is MetricType {
  return TYPES.has(text)
}

function failType(cursor: Cursor, text: string): never {
  return cursor.fail(`expected a type (${[...TYPES].join(', ')}), got ${JSON.stringify(text)}`)
}
