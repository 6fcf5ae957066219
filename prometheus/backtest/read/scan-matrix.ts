// Reads the answer of `/api/v1/query` to a range selector straight from its bytes: 28 days of a histogram are a gigabyte of
// `[1700000000.123,"42"]`, and to make an array and a text of each sample takes several times as long as to read it.
//
// What lies between the brackets of `"values":[…]` is numbers only, so that it is read by itself; the rest of the answer is
// JSON like any other, with the places of the values left in it. A quote inside of a label's value is written `\"`, so
// that no label can look like such a bracket.

import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import { asList, asObject, readLabels } from '../../api/answer.ts'
import { checkEachOnce, disorder } from '../../api/contradiction.ts'
import { QueryApiError } from '../../api/query-api-error.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import type { Labels } from '../../series/series.ts'

/** Where the samples of a series go. */
export interface SampleSink {
  append(timeMs: number, value: number): void
}

/** An answer whose samples have not been read yet. */
export interface MatrixAnswer {
  /** What the server remarks of it. */
  readonly infos: readonly string[]
  /** Whose samples, or some of them, are native histograms. */
  readonly native: readonly Labels[]
  readonly bytes: Buffer
  readonly series: readonly SeriesPlace[]
}

interface SeriesPlace {
  readonly labels: Labels
  /** Where the list of its samples begins. */
  readonly start: number
}

export const NO_MATRIX: MatrixAnswer = { infos: [], native: [], bytes: Buffer.alloc(0), series: [] }

/** Prometheus 2 has remarks among its warnings. */
const INFO = 'PromQL info:'
const LONGEST_WARNING = 300
const VALUES = Buffer.from('"values"')
const COLON = 58
const COMMA = 44
const DOT = 46
const ZERO = 48
const QUOTE = 34
const MINUS = 45
const OPEN = 91
const CLOSE = 93
const SPACE = 32

/** @throws QueryApiError where it is not the answer of a range selector, not a whole one, or has a series twice */
export function readMatrix(bytes: Buffer): MatrixAnswer {
  const { skeleton, places } = taken(bytes)
  const { status, data, error, errorType, warnings, infos, isPartial } = asObject(parsed(skeleton))
  if (status !== 'success') throw new QueryApiError('refused', `${String(errorType)}: ${String(error)}`)
  const { resultType, result } = asObject(data)
  if (resultType !== 'matrix')
    throw new QueryApiError('notPrometheus', `expected a matrix, got ${JSON.stringify(resultType)}`)
  const remarks = textsOf(warnings)
  const lacks = remarks.filter((remark) => !remark.startsWith(INFO))
  // `isPartial` is VictoriaMetrics' word for it.
  if (lacks.length > 0 || isPartial === true)
    throw new QueryApiError(
      'incomplete',
      `expected a whole answer, got one in part: ${(lacks.join('; ') || 'isPartial').slice(0, LONGEST_WARNING)}`,
    )
  const native: Labels[] = []
  const series: SeriesPlace[] = []
  for (const element of asList(result)) {
    const { metric, values, histograms } = asObject(element)
    const labels = readLabels(metric)
    if (histograms !== undefined) native.push(labels)
    if (typeof values === 'number') series.push({ labels, start: places[values] as number })
  }
  checkEachOnce(series.map(({ labels }) => labels))
  return { infos: [...remarks.filter((remark) => remark.startsWith(INFO)), ...textsOf(infos)], native, bytes, series }
}

/**
 * @param span what was asked about; samples outside of it are passed over
 * @returns how many samples there are. @throws QueryApiError where they cannot be read, or are not in the order of time
 */
export function scanSamples(
  { bytes, series }: MatrixAnswer,
  span: TimeSpan,
  sinkOf: (labels: Labels) => SampleSink,
): number {
  let sampleCount = 0
  for (const place of series) sampleCount += scanValues(bytes, place, span, sinkOf(place.labels))
  return sampleCount
}

function textsOf(list: unknown): readonly string[] {
  return list === undefined || list === null ? [] : asList(list).map(String)
}

/** The answer with a number in place of each list of values, and where these begin. */
function taken(bytes: Buffer): { readonly skeleton: string; readonly places: readonly number[] } {
  const places: number[] = []
  const parts: string[] = []
  let copied = 0
  for (let at = bytes.indexOf(VALUES); at >= 0; at = bytes.indexOf(VALUES, at + 1)) {
    const start = startOfList(bytes, at + VALUES.length)
    if (start === undefined) continue
    const end = endOfList(bytes, start)
    parts.push(bytes.toString('utf8', copied, start), String(places.length))
    places.push(start)
    copied = end
    at = end - 1
  }
  parts.push(bytes.toString('utf8', copied))
  return { skeleton: parts.join(''), places }
}

/** After the name: undefined where it is a label that is called `values`. */
function startOfList(bytes: Buffer, after: number): number | undefined {
  let at = skipBlanks(bytes, after)
  if (bytes[at] !== COLON) return undefined
  at = skipBlanks(bytes, at + 1)
  return bytes[at] === OPEN ? at : undefined
}

/** Behind the bracket that closes the list: samples hold no brackets. */
function endOfList(bytes: Buffer, start: number): number {
  let at = skipBlanks(bytes, start + 1)
  if (bytes[at] === CLOSE) return at + 1
  for (;;) {
    at = bytes.indexOf(CLOSE, at)
    if (at < 0) throw unreadable(bytes, start)
    at = skipBlanks(bytes, at + 1)
    if (bytes[at] === CLOSE) return at + 1
  }
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while ((bytes[at] as number) <= SPACE) at++
  return at
}

// Up to 15 digits are a whole number of 53 bits, and one division by a power of ten that is exact is rounded once.
const MOST_DIGITS = 15
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)

/** @returns how many samples there are */
function scanValues(
  bytes: Buffer,
  { labels, start }: SeriesPlace,
  { fromMs, toMs }: TimeSpan,
  sink: SampleSink,
): number {
  let at = start + 1
  let count = 0
  let lastTime = Number.NEGATIVE_INFINITY
  let lastValue = Number.NaN
  for (;;) {
    while ((bytes[at] as number) <= SPACE || bytes[at] === COMMA) at++
    if (bytes[at] === CLOSE) return count
    if (bytes[at] !== OPEN) throw unreadable(bytes, at)
    // The instant: seconds, with up to three decimals.
    at = skipBlanks(bytes, at + 1)
    const startOfTime = at
    let time = 0
    let digits = 0
    let decimals = -1
    for (;;) {
      const digit = (bytes[at] as number) - ZERO
      if (digit >= 0 && digit <= 9) {
        time = time * 10 + digit
        digits++
        if (decimals >= 0) decimals++
      } else if (bytes[at] === DOT && decimals < 0) decimals = 0
      else break
      at++
    }
    const fraction = Math.max(0, decimals)
    if (bytes[at] !== COMMA || fraction > 3 || digits === 0 || digits > MOST_DIGITS) {
      const end = bytes.indexOf(COMMA, at)
      const seconds = end < 0 ? Number.NaN : Number(bytes.toString('latin1', startOfTime, end))
      if (!Number.isFinite(seconds)) throw unreadable(bytes, startOfTime)
      time = Math.round(seconds * 1e3)
      at = end
    } else time *= POWERS[3 - fraction] as number
    // The value: a number in quotes.
    at = skipBlanks(bytes, at + 1)
    if (bytes[at] !== QUOTE) throw unreadable(bytes, at)
    at++
    const startOfValue = at
    const isNegative = bytes[at] === MINUS
    if (isNegative) at++
    let value = 0
    digits = 0
    decimals = -1
    for (;;) {
      const digit = (bytes[at] as number) - ZERO
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit
        digits++
        if (decimals >= 0) decimals++
      } else if (bytes[at] === DOT && decimals < 0) decimals = 0
      else break
      at++
    }
    if (bytes[at] !== QUOTE || digits === 0 || digits > MOST_DIGITS) {
      const end = bytes.indexOf(QUOTE, at)
      const read = end < 0 ? undefined : parseGoFloat(bytes.toString('latin1', startOfValue, end))
      if (read === undefined) throw unreadable(bytes, startOfValue)
      value = read
      at = end
    } else {
      if (decimals > 0) value /= POWERS[decimals] as number
      if (isNegative) value = -value
    }
    at = skipBlanks(bytes, at + 1)
    if (bytes[at] !== CLOSE) throw unreadable(bytes, at)
    at++
    if (time <= lastTime) {
      if (time === lastTime && Object.is(value, lastValue)) continue
      throw disorder(labels, time, lastTime)
    }
    lastTime = time
    lastValue = value
    if (time < fromMs || time > toMs) continue
    sink.append(time, value)
    count++
  }
}

function parsed(skeleton: string): unknown {
  try {
    return JSON.parse(skeleton)
  } catch (cause) {
    throw new QueryApiError('notPrometheus', 'expected the answer of a Prometheus API, got something else', { cause })
  }
}

function unreadable(bytes: Buffer, at: number): QueryApiError {
  const got = bytes.toString('utf8', at, at + 40)
  return new QueryApiError('notPrometheus', `expected a sample [seconds, "value"], got ${JSON.stringify(got)}`)
}
