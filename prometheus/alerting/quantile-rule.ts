// The alert of a rule file that holds a quantile of the histogram against a threshold, as plain figures.

import type { QuantileRule } from '../../core/report/layout-comparison.ts'
import { alertingRules, type RuleFile } from './rule-file.ts'
import { watchedByRule } from './watched-by-rule.ts'

/**
 * The first alert `histogram_quantile(q, rate(…[range])) > threshold`, those that are watched before the others; null
 * where there is none. A window is replayed second by second, so its range is taken in whole seconds.
 * @param histogram alerts on other histograms are passed over
 */
export function findQuantileRule(
  ruleFile: RuleFile,
  histogram: string,
  watched: readonly string[] = [],
): QuantileRule | null {
  const alerts = alertingRules(ruleFile)
  const isWatched = ({ name }: { name: string }) => watched.includes(name)
  for (const alert of [...alerts.filter(isWatched), ...alerts.filter((each) => !isWatched(each))]) {
    const found = watchedByRule(alert.expression, ruleFile)
    const compared = found?.comparison
    if (!found || !compared || !['>', '>='].includes(compared.operator)) continue
    // Beyond 0 and 1 a quantile is infinite, whatever the layout.
    if (!(found.quantile >= 0 && found.quantile <= 1)) continue
    if (found.rangeSeconds === 0 || (found.metric !== null && found.metric !== `${histogram}_bucket`)) continue
    return {
      name: alert.name,
      quantile: found.quantile,
      thresholdSeconds: compared.threshold,
      rangeSeconds: Math.max(1, Math.round(found.rangeSeconds)),
      forSeconds: alert.forSeconds,
      keepFiringForSeconds: alert.keepFiringForSeconds,
    }
  }
  return null
}
