// What follows from an earlier run beside this one, and from the repetitions of one.

import { quantileName } from '../../core/latency/quantile.ts'
import type { Advice } from '../../core/report/advice.ts'
import type { Report } from '../../core/report/report.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatChange, formatShare } from '../../core/text/figures/share.ts'
import { listed } from '../../core/text/plural.ts'

export function adviseBaseline(report: Report): Advice[] {
  return [...otherBaseline(report), ...regressions(report), ...undecided(report), ...spread(report)]
}

const MOST_DIFFERENCES = 3

function otherBaseline({ baseline }: Report): Advice[] {
  const decisive = baseline?.differences.filter((difference) => difference.decisive) ?? []
  if (decisive.length === 0) return []
  const words = decisive
    .slice(0, MOST_DIFFERENCES)
    .map(({ what, before, after }) => `${what} was ${before}, now ${after}`)
  return [
    {
      kind: 'baseline',
      weight: 'blocks',
      about: null,
      action: 'Record a baseline of this very scenario: nothing was compared with one of another.',
      figure: `Between the two runs, ${listed(words)}.`,
    },
  ]
}

function regressions({ baseline, generator }: Report): Advice[] {
  if (!baseline || generator.overloaded) return []
  const worse = baseline.findings.filter(({ finding }) => finding === 'fail')
  const changed = baseline.differences
    .slice(0, MOST_DIFFERENCES)
    .map(({ what, before, after }) => `${what}: ${before}, now ${after}`)
  return worse.map(({ quantile, request, before, after, difference }) => ({
    kind: 'baseline',
    weight: 'decides',
    about: `${quantileName(quantile)}${request === undefined ? '' : ` of ${request}`}`,
    action:
      changed.length === 0
        ? 'Find what made the service slower since the baseline: nothing else that is known differs between the two runs.'
        : `Look first at what differs between the two runs beside the service: ${listed(changed)}.`,
    figure: `It was ${shown(before)}, now ${shown(after)}${difference === null ? '' : ` (${formatChange(difference)})`}; the margin is ${formatShare(baseline.margin)}.`,
  }))
}

function undecided({ baseline, generator, run }: Report): Advice[] {
  // That a run which was cut short has to reach its end is said, and what its generator needs.
  if (!baseline || !generator.fit || run.interrupted || run.aborted !== undefined) return []
  return baseline.findings
    .filter(({ finding }) => finding === 'inconclusive')
    .map(({ quantile, request, interval, reason }) => ({
      kind: 'baseline',
      weight: 'decides',
      about: `${quantileName(quantile)}${request === undefined ? '' : ` of ${request}`}`,
      action: isKnown(interval)
        ? 'Run both longer, or both with --repeat: what they differ by is less than chance allows for.'
        : 'Run both longer, or both with --repeat: by how much they differ is not known.',
      figure: isKnown(interval)
        ? `The difference lies anywhere from ${formatChange(interval.lower)} to ${formatChange(interval.upper)}; the margin is ${formatShare(baseline.margin)}.`
        : reason,
    }))
}

type Interval = NonNullable<Report['baseline']>['findings'][number]['interval']

function isKnown(interval: Interval): interval is { readonly lower: number; readonly upper: number } {
  return interval !== null && interval !== undefined && interval.lower !== null && interval.upper !== null
}

/** Runs that differ by more than this of their pooled P95 are no measure for a gate. */
const STEADY = 0.1

function spread({ repeats, generator }: Report): Advice[] {
  // How late an overloaded generator was differs from run to run as well.
  if (generator.overloaded) return []
  const p95 = repeats?.spread.find(({ quantile }) => quantile === 0.95)
  if (!repeats || !p95 || p95.variation === null || p95.variation <= STEADY) return []
  return [
    {
      kind: 'repeat',
      weight: 'misleads',
      about: 'P95',
      action:
        'Find out why runs of one scenario differ (other work on the machine, caches, a warm-up that is too short) before one of them is a gate.',
      figure: `Over ${repeats.runs.length} runs the P95 lay from ${shown(p95.lowest)} to ${shown(p95.highest)}, ${formatShare(p95.variation)} around ${shown(p95.pooled)}.`,
    },
  ]
}

function shown(seconds: number | null): string {
  return seconds === null ? 'among requests that never ended' : formatDuration(seconds)
}
