// The episodes of an alert as rows of a table: in which histories each fired, when, how long and how high.

import type { ReportedAlert, ReportedEpisode } from '../../../core/report/backtest-report.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { instantFigure } from '../../figures/rules/instant-figure.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { labelsFigure } from './labels-figure.ts'

export const BAND_WORDS = {
  surely: 'surely',
  drawn: 'as drawn',
  could: 'could have',
} as const

export interface EpisodeRow {
  readonly episode: ReportedEpisode
  /** The strictest history that it belongs to. */
  readonly band: keyof typeof BAND_WORDS
  readonly start: string
  readonly length: string
  readonly peak: string
  readonly labels: string
}

/** The drawn episodes, and those that could have been and were not drawn; in the order of their starts. */
export function episodeRows(alert: ReportedAlert): EpisodeRow[] {
  const { surely, drawn, could } = alert.histories
  const isSure = (episode: ReportedEpisode) => surely.episodes.some((sure) => touches(sure, episode))
  const isDrawn = (episode: ReportedEpisode) => drawn.episodes.some((each) => touches(each, episode))
  const row = (episode: ReportedEpisode, band: EpisodeRow['band']): EpisodeRow => ({
    episode,
    band,
    start: `${episode.startedBefore ? 'before ' : ''}${instantFigure(episode.start)}`,
    length: `${spanFigure(episode.durationSeconds)}${episode.end === null ? ' and on' : ''}`,
    peak: peakFigure(episode, alert),
    labels: labelsFigure(episode.labels, alert),
  })
  return [
    ...drawn.episodes.map((episode) => row(episode, isSure(episode) ? 'surely' : 'drawn')),
    ...could.episodes.filter((episode) => !isDrawn(episode)).map((episode) => row(episode, 'could')),
  ].sort((a, b) => (a.episode.start < b.episode.start ? -1 : a.episode.start > b.episode.start ? 1 : 0))
}

function touches(a: ReportedEpisode, b: ReportedEpisode): boolean {
  return a.start <= b.lastFiring && b.start <= a.lastFiring && sameLabels(a.labels, b.labels)
}

function sameLabels(a: ReportedEpisode['labels'], b: ReportedEpisode['labels']): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/** `between 1s and 2s, drawn 1.4s`; `n/a` where it is no number. */
function peakFigure({ peak }: ReportedEpisode, alert: ReportedAlert): string {
  if (peak === null) return 'n/a'
  const figure = valueFigureOf(alert)
  const shown = peak.drawn === null ? '' : `drawn ${figure(peak.drawn)}`
  if (peak.low !== null && peak.low === peak.high) return figure(peak.low)
  const known =
    peak.low === null
      ? peak.high === null
        ? ''
        : `at most ${figure(peak.high)}`
      : peak.high === null
        ? `above ${figure(peak.low)}`
        : `between ${figure(peak.low)} and ${figure(peak.high)}`
  return [known, shown].filter((part) => part !== '').join(', ') || 'n/a'
}

/** Only of a histogram that is named after seconds, and read as it is, is the value known to be a time. */
function valueFigureOf({ layout, expression }: ReportedAlert): (value: number) => string {
  const isSeconds = layout.length > 0 && layout.every(({ metric }) => metric?.endsWith('_seconds_bucket'))
  const isScaled = /[*/]\s*1(?:000|e3)\b/.test(expression)
  return isSeconds && !isScaled ? (value) => formatDuration(value) : (value) => String(Number(value.toPrecision(4)))
}
