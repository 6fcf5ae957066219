import { quantileLabel } from '../../core/latency/quantile.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import { formatDuration } from '../../core/text/duration.ts'

// Enough that what is printed parses to the same objective again, and few enough to hide float noise.
const FAITHFUL_DIGITS = 12

/** The objective in its canonical form; it parses to the same objective again. */
export function formatObjective(objective: Objective): string {
  switch (objective.kind) {
    case 'ttfb':
      return `ttfb ${formatObjective({ ...objective, kind: 'quantile' })}`
    case 'quantile':
      return `${quantileLabel(objective.quantile)} < ${formatDuration(objective.limitSeconds, FAITHFUL_DIGITS)}`
    case 'errors':
      return `errors < ${faithfulShare(objective.limitShare)}`
    case 'achieved':
      return `achieved > ${faithfulShare(objective.limitShare)}`
    case 'under': {
      const bound = formatDuration(objective.boundSeconds, FAITHFUL_DIGITS)
      return `under ${bound} > ${faithfulShare(objective.limitShare)}`
    }
  }
}

function faithfulShare(share: number): string {
  return `${Number((share * 100).toPrecision(FAITHFUL_DIGITS))}%`
}
