// Days that are drawn as the rules are evaluated on them, piece by piece: of what was drawn, only as much is kept as the rules
// still read.

import { evaluateInPieces, STRETCH } from '../../prometheus/columns/evaluate-in-columns.ts'
import { evaluateInOrder } from '../../prometheus/columns/evaluate-in-order.ts'
import { neededGroups, readBackSecondsOf } from '../../prometheus/columns/needed-rules.ts'
import { type NotInColumns, NotInColumnsError } from '../../prometheus/columns/not-in-columns.ts'
import type { RuleFileOutcome } from '../../prometheus/columns/rule-file-run.ts'
import {
  checkIncidents,
  checkTimes,
  type DrawnDaysOptions,
  drawnDays,
  evaluationOf,
  refuseTwins,
  targetDrawings,
} from './drawn-days.ts'
import { type ExactCounts, noCounts } from './exact-counts.ts'

export interface EvaluatedDays {
  readonly outcome: RuleFileOutcome
  readonly exact: ExactCounts
}

/** @throws RangeError where a part makes no sense */
export function daysInPieces(options: DrawnDaysOptions): EvaluatedDays {
  try {
    return evaluatedInPieces(options)
  } catch (error) {
    if (error instanceof NotInColumnsError) return daysInOrder(options, error.because)
    throw error
  }
}

/** @param because why they are not evaluated in columns; null where nobody asked for that */
export function daysInOrder(options: DrawnDaysOptions, because: NotInColumns | null = null): EvaluatedDays {
  const { run, exact } = drawnDays(options)
  return { outcome: evaluateInOrder(run, because), exact }
}

const SHORTEST_PIECE_SECONDS = 86_400

/**
 * How much is drawn at once, beside what lies before it and is still read. Pieces that are shorter than that would have it moved
 * more often than it is read.
 */
export function pieceSecondsFor(readBackSeconds: number): number {
  return Math.max(SHORTEST_PIECE_SECONDS, readBackSeconds)
}

/** Scrapes are drawn so much further than they are read, in intervals: when one is made is not quite when its samples are of. */
const AHEAD = 1

/** @throws NotInColumnsError where the rules have to be evaluated instant by instant */
function evaluatedInPieces(options: DrawnDaysOptions): EvaluatedDays {
  const { seconds, startedAtUnixMs, ruleFile, scrapeIntervalSeconds, incidents, boundsSeconds = [] } = options
  checkTimes(options)
  checkIncidents(options, seconds)
  const readBackSeconds = readBackSecondsOf(neededGroups(ruleFile))
  const pieceSeconds = isWritten(options) ? seconds : pieceSecondsFor(readBackSeconds)
  const spareSeconds = (2 * AHEAD + 2) * scrapeIntervalSeconds
  const keptScrapes = Math.ceil((readBackSeconds + pieceSeconds + spareSeconds) / scrapeIntervalSeconds)
  const exact = noCounts(seconds, boundsSeconds)
  const drawings = targetDrawings(options, exact, keptScrapes)
  for (const drawing of drawings) drawing.enter(incidents)
  const between = (fromMs: number, untilMs: number) => {
    const [fromSeconds, untilSeconds] = [(fromMs - startedAtUnixMs) / 1e3, (untilMs - startedAtUnixMs) / 1e3]
    const until = Math.min(seconds, untilSeconds + AHEAD * scrapeIntervalSeconds)
    const series = drawings.flatMap((drawing) => drawing.piece(fromSeconds - AHEAD * scrapeIntervalSeconds, until))
    refuseTwins(series)
    return series
  }
  const scraped = { pieceMs: pieceSeconds * 1e3, between }
  const outcome = evaluateInPieces(evaluationOf(options), scraped, options.arrays?.forEvaluating(STRETCH))
  for (const drawing of drawings) drawing.finish(seconds)
  return { outcome, exact }
}

/** Whether a rule may write what is scraped as well: such series are merged from their beginning. */
function isWritten({ ruleFile, model }: DrawnDaysOptions): boolean {
  const isMade = (name: string) =>
    name === 'up' || model.series.some(({ metric }) => name === metric || name.startsWith(`${metric}_`))
  return neededGroups(ruleFile).some(({ rules }) =>
    rules.some(({ kind, name }) => kind === 'recording' && isMade(name)),
  )
}
