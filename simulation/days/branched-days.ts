// Days that begin alike and go on differently: what comes before an incident is drawn once, and what comes after its beginning
// anew for each incident that is tried.
//
// Nothing of it is approximate. Of the beginning, counts that no rule reads one by one are drawn as one sum, whose distribution
// is that of the sum (independent Poisson counts add up to one); and incidents that are compared meet the same traffic anyway.

import { evaluateInColumns, STRETCH } from '../../prometheus/columns/evaluate-in-columns.ts'
import type { ArrayPool } from '../../prometheus/columns/expression/instants.ts'
import { type ReadSpan, readSpans } from '../../prometheus/columns/read-spans.ts'
import type { RuleFileOutcome } from '../../prometheus/columns/rule-file-run.ts'
import type { Incident } from '../drawn/incident.ts'
import { DayArrays } from './day-arrays.ts'
import type { TargetDrawing } from './draw-target.ts'
import { checkIncidents, checkTimes, type DrawnDaysOptions, ruleFileRun, targetDrawings } from './drawn-days.ts'

export interface BranchedDaysOptions extends Omit<DrawnDaysOptions, 'incidents' | 'boundsSeconds'> {
  /** No incident begins earlier. */
  readonly beginningSeconds: number
}

/** Of a scrape, how far its sample may be from where it is due, in intervals. */
const SCRAPE_SPREAD = 1
/** Two samples of a series are so many intervals apart at most, where no scrape is lost. */
const SAMPLE_SPREAD = 2

export class BranchedDays {
  readonly #options: BranchedDaysOptions
  readonly #drawings: readonly TargetDrawing[]
  readonly #recordsFromSeconds: number
  readonly #pool: ArrayPool

  /** @throws RangeError where a part makes no sense */
  constructor(options: BranchedDaysOptions) {
    checkTimes(options)
    this.#options = options
    const { ruleFile, seconds, evaluateFromSeconds = 0, scrapeIntervalSeconds, scrapes } = options
    const stretch = { fromSeconds: evaluateFromSeconds, toSeconds: seconds }
    const { samples, recordsFromSeconds } = readSpans(ruleFile, stretch, SAMPLE_SPREAD * scrapeIntervalSeconds)
    this.#recordsFromSeconds = recordsFromSeconds
    const shortest = Math.min(
      options.evaluationSeconds,
      ...ruleFile.groups.flatMap((each) => each.intervalSeconds ?? []),
    )
    const { arrays = new DayArrays() } = options
    this.#pool = arrays.forEvaluating(Math.min(STRETCH, Math.ceil((seconds - recordsFromSeconds) / shortest)))
    const read = scrapes.failureShare > 0 ? [{ fromSeconds: 0, toSeconds: seconds }] : samples
    this.#drawings = targetDrawings(options, null)
    for (const drawing of this.#drawings)
      drawing.begin(
        options.beginningSeconds,
        read.map((span) => widened(span, SCRAPE_SPREAD * scrapeIntervalSeconds)),
      )
  }

  /** @throws RangeError where an incident makes no sense */
  evaluated(incidents: readonly Incident[], seconds: number): RuleFileOutcome {
    checkIncidents({ incidents, model: this.#options.model }, seconds)
    const series = this.#drawings.flatMap((drawing) => drawing.columns(incidents, seconds))
    const { startedAtUnixMs } = this.#options
    const recordsFromMs = startedAtUnixMs + this.#recordsFromSeconds * 1e3
    const run = { ...ruleFileRun({ ...this.#options, seconds }, series), recordsFromMs }
    return evaluateInColumns(run, STRETCH, this.#pool)
  }
}

function widened({ fromSeconds, toSeconds }: ReadSpan, bySeconds: number): ReadSpan {
  return { fromSeconds: fromSeconds - bySeconds, toSeconds: toSeconds + bySeconds }
}
