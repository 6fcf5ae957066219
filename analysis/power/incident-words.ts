// Incidents and probabilities in the sentences of a study of detection power.

import { spanWords } from '../../core/backtest/span-words.ts'
import { CONFIDENCE_PERCENT } from '../../core/confidence-level.ts'
import type { FalsePages, PowerInterval, PowerPoint, TrafficTime } from '../../core/drill/power-curve.ts'
import { formatRate } from '../../core/text/figures/rate.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'

export interface TrafficRates {
  readonly dayRatePerSecond: number
  /** Null where the traffic is the same at all hours. */
  readonly nightRatePerSecond: number | null
}

/** `10% of requests 2x slower`, `all requests failing`. */
export function incidentWords({ share, slowdown }: Pick<PowerPoint, 'share' | 'slowdown'>): string {
  const requests = share === 1 ? 'all requests' : `${formatShare(share)} of requests`
  return slowdown === null ? `${requests} failing` : `${requests} ${slowdown}x slower`
}

export function lengthWords(seconds: number): string {
  return spanWords(seconds * 1e3)
}

/** `night traffic of 0.5/s`; `traffic of 2/s` where it is the same at all hours. */
export function trafficWords(traffic: TrafficTime, rates: TrafficRates): string {
  if (rates.nightRatePerSecond === null) return `traffic of ${formatRate(rates.dayRatePerSecond)}`
  return `${traffic} traffic of ${formatRate(traffic === 'day' ? rates.dayRatePerSecond : rates.nightRatePerSecond)}`
}

/** `43% of 80 incidents (95%: 31% to 55%)`. */
export function probabilityWords({ estimate, low, high }: PowerInterval, trials: number): string {
  const interval = `${CONFIDENCE_PERCENT}: ${wholePercent(low)} to ${wholePercent(high ?? 1)}`
  return `${wholePercent(estimate)} of ${counted(trials, 'incident')} (${interval})`
}

/** `once in 9d (95%: once in 5d to 20d)`, `not once in 56d, so at most once in 15d (95%)`. */
export function falsePagesWords({ pages, days, perDay }: FalsePages): string {
  const once = (rate: number) => (rate > 0 ? lengthWords(roundedDays(1 / rate) * DAY_SECONDS) : 'any time')
  if (pages === 0) {
    const most = perDay.high === null ? '' : `, so at most once in ${once(perDay.high)} (${CONFIDENCE_PERCENT})`
    return `not once in ${lengthWords(days * DAY_SECONDS)}${most}`
  }
  return `once in ${once(perDay.estimate)} (${CONFIDENCE_PERCENT}: once in ${once(perDay.high ?? perDay.estimate)} to ${once(perDay.low)})`
}

const DAY_SECONDS = 86_400

/** Whole days from three on, in two digits: more would claim more than is known. */
function roundedDays(days: number): number {
  return days < 3 ? days : Math.round(Number(days.toPrecision(2)))
}

function wholePercent(share: number): string {
  const percent = share * 100
  // All and none are said of all and none alone.
  const rounded = share > 0 && share < 1 ? Math.min(99, Math.max(1, Math.round(percent))) : Math.round(percent)
  return `${rounded}%`
}
