import type { Episode } from '../../core/backtest/backtest.ts'
import type { ReportedEpisode, ReportedSpan } from '../../core/report/backtest-report.ts'
import { knownEndMs } from './firing-time.ts'

/** RFC 3339, UTC. */
export function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

export function reportEpisode(episode: Episode): ReportedEpisode {
  const { labels, startMs, endMs, lastFiringMs, startedBefore, activeSinceMs, peak } = episode
  return {
    labels,
    start: instantOf(startMs),
    end: endMs === null ? null : instantOf(endMs),
    lastFiring: instantOf(lastFiringMs),
    startedBefore,
    activeSince: instantOf(activeSinceMs),
    durationSeconds: (knownEndMs(episode) - startMs) / 1e3,
    peak: peak && { drawn: finite(peak.drawn), low: finite(peak.low), high: finite(peak.high) },
  }
}

export function reportSpan({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): ReportedSpan {
  return { from: instantOf(fromMs), to: instantOf(toMs) }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
