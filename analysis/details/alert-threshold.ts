// The limit in the plain form of a latency alert: `histogram_quantile(0.95, …) > 1`.

import type { AlertFinding } from '../../core/report/report.ts'
import type { AlertThreshold } from '../../core/report/report-details.ts'

const CALL = /^\s*histogram_quantile\(\s*([\d.]+)\s*,/i
const LIMIT = /^\s*>=?\s*(\d[\d.]*(?:e[+-]?\d+)?)\s*$/i
const QUOTED = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g

/** Null where the rule has another form: then nothing is drawn rather than something wrong. */
export function alertThreshold({ name, expression }: Pick<AlertFinding, 'name' | 'expression'>): AlertThreshold | null {
  const quantile = CALL.exec(expression)?.[1]
  const limit = LIMIT.exec(afterFirstCall(expression))?.[1]
  if (quantile === undefined || limit === undefined) return null
  const found = { alert: name, quantile: Number(quantile), thresholdSeconds: Number(limit) }
  return Number.isFinite(found.quantile) && Number.isFinite(found.thresholdSeconds) ? found : null
}

/** What follows the parenthesis that closes the first one; empty where none does. */
function afterFirstCall(expression: string): string {
  const bare = expression.replace(QUOTED, (text) => '_'.repeat(text.length))
  let depth = 0
  for (let i = bare.indexOf('('); i >= 0 && i < bare.length; i++) {
    if (bare[i] === '(') depth++
    if (bare[i] === ')' && --depth === 0) return bare.slice(i + 1)
  }
  return ''
}
