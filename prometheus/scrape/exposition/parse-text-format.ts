// The Prometheus text format. Source: prometheus model/textparse/promlex.l, promparse.go.

import { CODE, type Cursor, carriageReturnHint } from './cursor.ts'
import type { MetricType } from './exposition.ts'
import { addSample, declareHelp, declareType, declareUnit, type ParseState, readSeries } from './parse-state.ts'

const TYPES: ReadonlyMap<string, MetricType> = new Map([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['summary', 'summary'],
  ['untyped', 'unknown'],
])

export function parseTextFormat(state: ParseState): void {
  const { cursor } = state
  const { normaliseBounds, keepEmptyLabels, maxLabels } = state
  const syntax = { loose: true, normaliseBounds, keepEmptyLabels, maxLabels }
  for (;;) {
    cursor.lineStart = cursor.position
    cursor.skipBlanks()
    if (cursor.atEnd) return
    if (cursor.accept('\n')) continue
    if (cursor.accept('#')) {
      readComment(state)
      continue
    }
    if (cursor.position > cursor.lineStart) cursor.fail('expected the series at the start of the line, got a blank')
    const labels = readSeries(state, syntax)
    cursor.skipBlanks()
    const value = cursor.takeNumber('a value after the series')
    cursor.skipBlanks()
    addSample(state, { labels, value, timestampMs: takeTimestamp(cursor) })
    endLine(cursor)
  }
}

function takeTimestamp(cursor: Cursor): number | null {
  const start = cursor.position
  while (cursor.code() >= 48 && cursor.code() <= 57) cursor.position++
  if (cursor.position === start) return null
  const milliseconds = Number(cursor.text.slice(start, cursor.position))
  cursor.skipBlanks()
  return Number.isSafeInteger(milliseconds) ? milliseconds : cursor.fail('expected a timestamp in whole milliseconds')
}

function endLine(cursor: Cursor): void {
  if (cursor.accept('\n') || cursor.atEnd) return
  const rest = cursor.restOfLine()
  cursor.fail(`expected a timestamp in milliseconds or the end of the line, got ${JSON.stringify(rest)}`)
}

/** `# TYPE` and `# HELP` mean something; all else after a `#` is a comment. That of a unit is believed, as OpenMetrics writes it. */
function readComment(state: ParseState): void {
  const { cursor } = state
  const start = cursor.position
  cursor.skipBlanks()
  const isHelp = cursor.position > start && cursor.accept('HELP')
  const isType = cursor.position > start && !isHelp && cursor.accept('TYPE')
  const keywordEnd = cursor.position
  if (isHelp || isType) cursor.skipBlanks()
  if ((isHelp || isType) && cursor.position > keywordEnd) {
    const family = takeFamily(cursor, isHelp ? 'HELP' : 'TYPE')
    const text = cursor.restOfLine().slice(1)
    if (isHelp) declareHelp(state, family, unescapedHelp(text))
    else declareType(state, family, TYPES.get(text) ?? failType(cursor, text))
  } else readUnit(state, cursor.restOfLine())
  cursor.accept('\n')
}

const UNIT_COMMENT = /^\s*UNIT\s+([A-Za-z_:][\w:]*)\s+(\S+)\s*$/

/** Prometheus reads no unit here, so that a comment which is none is no mistake. */
function readUnit(state: ParseState, comment: string): void {
  const [, family, unit] = UNIT_COMMENT.exec(comment) ?? []
  if (family !== undefined && unit !== undefined) declareUnit(state, family, unit)
}

function takeFamily(cursor: Cursor, keyword: string): string {
  const family = cursor.code() === CODE.quote ? cursor.takeQuoted(true) : cursor.takeName(true)
  return family === '' ? cursor.fail(`expected a metric name after ${keyword}`) : family
}

function failType(cursor: Cursor, text: string): never {
  const expected = [...TYPES.keys()].join(', ')
  return cursor.fail(`expected a type (${expected}), got ${JSON.stringify(text)}${carriageReturnHint(text)}`)
}

function unescapedHelp(text: string): string {
  return text.replace(/\\([\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}
