// PromQL numbers: `1`, `.5`, `1e3`, `0x1F`, `1_000`, `Inf`, `NaN`, and since 3.0 durations in seconds: `5m` is 300.
// Source: prometheus/prometheus promql/parser/parse.go and lex.go. A leading 0 is octal, as in Go: `010` is 8.

import { parsePrometheusDuration } from '../../prometheus-duration.ts'

/** Undefined where the text is no number. It has no sign: that is an operator. */
export function parseNumber(literal: string): number | undefined {
  const text = literal.toLowerCase().replaceAll('_', '')
  if (text === 'inf') return Number.POSITIVE_INFINITY
  if (text === 'nan') return Number.NaN
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8)
  if (/^0x[0-9a-f]+$/.test(text) || /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/.test(text)) return Number(text)
  const milliseconds = parsePrometheusDuration(text)
  return milliseconds === undefined ? undefined : milliseconds / 1e3
}
