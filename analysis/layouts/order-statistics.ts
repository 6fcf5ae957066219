// How well a sample knows a quantile: the number of observations at or below the true quantile is binomial
// (n, q), so two order statistics enclose it with a known confidence, whatever the distribution. Observations are
// taken as independent; latencies of one incident are not, and their interval is wider than this.

export interface RankInterval {
  /** 1 to n, or 0 where no observation is surely below the quantile. */
  readonly lowerRank: number
  /** 1 to n, or n + 1 where no observation is surely above it. */
  readonly upperRank: number
}

/** The ranks that enclose the quantile, with at most half of the remaining doubt on either side. */
export function orderStatisticInterval(quantile: number, count: number, confidence = 0.95): RankInterval {
  if (quantile <= 0 || quantile >= 1 || count === 0) return { lowerRank: 0, upperRank: count + 1 }
  const { first, share } = binomial(count, quantile)
  const doubt = (1 - confidence) / 2
  let lowerRank = first
  for (let below = 0; lowerRank < count; lowerRank++) {
    below += share[lowerRank - first] ?? 0
    if (below > doubt) break
  }
  let upperRank = first + share.length
  for (let above = 0; upperRank > 0; upperRank--) {
    above += share[upperRank - 1 - first] ?? 0
    if (above > doubt) break
  }
  return { lowerRank, upperRank }
}

// The probabilities of the outcomes first, first + 1, … around the mode. 12 standard deviations and more hold all but
// 1e-30; the recurrence outwards from the mode needs no factorials and normalises itself.
function binomial(count: number, quantile: number): { first: number; share: Float64Array } {
  const reach = Math.ceil(12 * Math.sqrt(count * quantile * (1 - quantile)) + 40)
  const mode = Math.floor((count + 1) * quantile)
  const first = Math.max(0, mode - reach)
  const last = Math.min(count, mode + reach)
  const share = new Float64Array(last - first + 1)
  const odds = quantile / (1 - quantile)
  share[mode - first] = 1
  for (let k = mode + 1; k <= last; k++)
    share[k - first] = ((share[k - 1 - first] as number) * odds * (count - k + 1)) / k
  for (let k = mode - 1; k >= first; k--)
    share[k - first] = ((share[k + 1 - first] as number) * (k + 1)) / (odds * (count - k))
  const sum = share.reduce((total, next) => total + next, 0)
  return { first, share: share.map((next) => next / sum) }
}
