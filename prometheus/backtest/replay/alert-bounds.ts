// ALERTS and ALERTS_FOR_STATE of an alert whose state is known within bounds: whatever its true history is, it lies between
// what surely fired and what could have fired.

import type { HistoryName } from '../../../core/backtest/backtest.ts'
import type { ActiveAlert, ActiveAlerts } from '../../alerting/alert-state.ts'
import { withLabels } from '../../alerting/evaluate-rules.ts'
import type { AlertingRule } from '../../alerting/rule-file.ts'
import type { BoundedSample } from '../bounds/bounded-sample.ts'

export function alertBounds(
  rule: AlertingRule,
  active: Readonly<Record<HistoryName, ActiveAlerts>>,
): readonly BoundedSample[] {
  return [...active.could].flatMap(([key, could]) => {
    const [surely, drawn] = [active.surely.get(key), active.drawn.get(key)]
    const one = (state: ActiveAlert['state'], isSure: boolean): BoundedSample => ({
      labels: withLabels(could.labels, [
        ['__name__', 'ALERTS'],
        ['alertname', rule.name],
        ['alertstate', state],
      ]),
      drawn: drawn?.state === state ? 1 : null,
      low: 1,
      high: 1,
      surely: isSure,
    })
    const samples: BoundedSample[] = []
    if (could.state === 'firing') samples.push(one('firing', surely?.state === 'firing'))
    if (surely?.state !== 'firing') samples.push(one('pending', surely !== undefined && could.state === 'pending'))
    samples.push({
      labels: withLabels(could.labels, [
        ['__name__', 'ALERTS_FOR_STATE'],
        ['alertname', rule.name],
      ]),
      drawn: drawn ? secondsOf(drawn) : null,
      low: secondsOf(could),
      high: surely ? secondsOf(surely) : Number.POSITIVE_INFINITY,
      surely: surely !== undefined,
    })
    return samples
  })
}

function secondsOf({ activeAtMs }: ActiveAlert): number {
  return Math.floor(activeAtMs / 1e3)
}
