// A window that reaches further back than the Prometheus keeps samples: a burn rate over 30 days on a server that keeps
// 15 of them is one over 15 days. Source: prometheus docs, storage, retention.

import { formatExpression } from '../../promql/expression/format-expression.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { formatPrometheusDuration } from '../../promql/prometheus-duration.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'

export function beyondRetention({ expression, retentionSeconds }: LintedRule): Diagnostic[] {
  if (retentionSeconds === undefined) return []
  const reaches = selectionsOf(expression).map((selection) => ({
    ...selection,
    seconds: ((selection.rangeMs ?? 0) + Math.max(0, selection.selector.offsetMs)) / 1e3,
  }))
  const beyond = reaches.filter(({ seconds }) => seconds > retentionSeconds)
  const [longest] = [...beyond].sort((a, b) => b.seconds - a.seconds)
  if (longest === undefined) return []
  const kept = shown(retentionSeconds)
  const onlyOffset = longest.selector.offsetMs / 1e3 >= retentionSeconds
  const consequence = onlyOffset ? 'finds nothing there' : `is one over ${kept}, perhaps less`
  return [
    {
      severity: 'warning',
      sentence: `${formatExpression(longest.selector)} is read ${shown(longest.seconds)} back, and the Prometheus keeps ${kept}: the window ${consequence}; keep more (--storage.tsdb.retention.time), record it, or take a shorter window`,
    },
  ]
}

function shown(seconds: number): string {
  return formatPrometheusDuration(Math.round(seconds * 1e3))
}
