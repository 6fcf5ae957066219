// Series as Prometheus' tests write them: `metric{label="value"} 0+1x10 _ stale 5`, a value an interval from time 0.
// `a+bxn` and `axn` are n + 1 values, `_xn` n gaps. Source: prometheus docs, unit testing for rules.

import { parseExpression } from '../../prometheus/promql/parse/parse-expression.ts'
import { labelValue } from '../../prometheus/series/labels.ts'
import type { LabelMatcher, Labels, Sample, Series, SeriesSource } from '../../prometheus/series/series.ts'

export function parseSeries(line: string, intervalMs: number): Series {
  const end = /^(?:"(?:\\.|[^"])*"|[^\s{"]|\{(?:"(?:\\.|[^"])*"|[^}"])*\})+/.exec(line.trim())?.[0] ?? ''
  const slots = line.trim().slice(end.length).trim().split(/\s+/).flatMap(expand)
  const samples = slots.flatMap((slot, i): Sample[] => {
    const timestampMs = i * intervalMs
    if (slot === 'gap') return []
    return slot === 'stale' ? [{ timestampMs, value: Number.NaN, stale: true }] : [{ timestampMs, value: slot }]
  })
  return { labels: parseLabels(end), samples }
}

/** The labels of `metric{label="value"}`; none for `{}`. */
export function parseLabels(text: string): Labels {
  if (text === '{}') return {}
  const selector = parseExpression(text)
  if (selector.kind !== 'vectorSelector') throw new RangeError(`expected a series, got ${text}`)
  return Object.fromEntries(selector.matchers.map(({ label, value }) => [label, value]))
}

function expand(token: string): (number | 'gap' | 'stale')[] {
  const gaps = /^_(?:x(\d+))?$/.exec(token)
  if (gaps) return Array.from({ length: Number(gaps[1] ?? 1) }, () => 'gap')
  if (token === 'stale') return ['stale']
  const run = /^(.+?)(?:(?<!e)([+-][^+-].*?))?x(\d+)$/i.exec(token)
  if (!run) return [parseValue(token)]
  const [start, step] = [parseValue(run[1] as string), run[2] === undefined ? 0 : parseValue(run[2])]
  // Added step by step, as Prometheus does it: the sums of fractions round alike.
  let value = start
  return Array.from({ length: Number(run[3]) + 1 }, (_, i) => {
    if (i > 0) value += step
    return value
  })
}

/** A number as tests and query results write it: `NaN` and `+Inf` too. */
export function parseValue(text: string): number {
  if (/^nan$/i.test(text)) return Number.NaN
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const value = Number(text)
  if (text === '' || Number.isNaN(value)) throw new RangeError(`expected a number, got ${JSON.stringify(text)}`)
  return value
}

/** A source over series that do not change. Series of the same labels, loaded one after the other, add up. */
export function fixedSource(loaded: readonly Series[]): SeriesSource {
  const byLabels = new Map<string, Series>()
  for (const { labels, samples } of loaded) {
    const key = JSON.stringify(Object.entries(labels).sort())
    const merged = [...(byLabels.get(key)?.samples ?? []), ...samples]
    byLabels.set(key, { labels, samples: merged.sort((a, b) => a.timestampMs - b.timestampMs) })
  }
  const series = [...byLabels.values()]
  return { select: (matchers) => series.filter(({ labels }) => matchers.every((matcher) => accepts(matcher, labels))) }
}

function accepts({ label, operator, value }: LabelMatcher, labels: Labels): boolean {
  const actual = labelValue(labels, label)
  switch (operator) {
    case '=':
      return actual === value
    case '!=':
      return actual !== value
    default:
      throw new TypeError('patterns are matched by the evaluator')
  }
}
