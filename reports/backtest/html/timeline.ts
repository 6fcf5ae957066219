// Episodes over the time of a back-test, a lane for each history.

import type { ReportedEpisode, ReportedSpan } from '../../../core/report/backtest-report.ts'
import { instantFigure } from '../../figures/rules/instant-figure.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { type Lane, type LaneMark, type LaneTick, renderLanes } from '../../html/lanes/render-lanes.ts'
import type { Markup } from '../../html/page/markup.ts'

export function episodeLane(name: string, style: string, episodes: readonly ReportedEpisode[]): Lane {
  return lane(
    name,
    style,
    episodes.map(({ start, end, lastFiring }) => ({ from: start, to: end ?? lastFiring })),
  )
}

export function gapLane(spans: readonly ReportedSpan[]): Lane {
  return lane('not known', 'lane-gap', spans)
}

/** @param summary for screen readers */
export function renderTimeline(lanes: readonly Lane[], { from, to }: ReportedSpan, summary: string): Markup {
  const [fromSeconds, toSeconds] = [unixSeconds(from), unixSeconds(to)]
  const tick = (atSeconds: number, zone = ''): LaneTick => ({
    atSeconds,
    label: `${instantFigure(instantAt(atSeconds).slice(0, 16))}${zone}`,
  })
  const ticks = [tick(fromSeconds), { ...tick((fromSeconds + toSeconds) / 2), isMinor: true }, tick(toSeconds, ' UTC')]
  return renderLanes(lanes, { fromSeconds, toSeconds, ticks }, summary)
}

function lane(name: string, style: string, spans: readonly ReportedSpan[]): Lane {
  const marks = spans.map(({ from, to }) => ({ fromSeconds: unixSeconds(from), toSeconds: unixSeconds(to) }))
  return { name, layers: [{ style, marks, titleOf }] }
}

function titleOf(marks: readonly LaneMark[]): string {
  const fromSeconds = Math.min(...marks.map((mark) => mark.fromSeconds))
  const toSeconds = Math.max(...marks.map((mark) => mark.toSeconds))
  const from = instantFigure(instantAt(fromSeconds))
  if (marks.length === 1) return `${from}, ${spanFigure(toSeconds - fromSeconds)}`
  return `${marks.length} from ${from} to ${instantFigure(instantAt(toSeconds))}`
}

function unixSeconds(instant: string): number {
  return Date.parse(instant) / 1e3
}

function instantAt(unixSecondsOfIt: number): string {
  return new Date(unixSecondsOfIt * 1e3).toISOString()
}
