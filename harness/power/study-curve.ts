// The curve itself: all incidents of the axes, then lengths between those that are missed and those that are found.

import { type AlertEvidence, type PowerAxes, spokenKinds, trafficTimes } from '../../analysis/power/alert-power.ts'
import { beyondChance, chanceOfPage } from '../../analysis/power/by-chance.ts'
import { type DetectionTally, judgeDetection } from '../../analysis/power/judge-detection.ts'
import type { Looks } from '../../analysis/power/looks.ts'
import { type IncidentKind, nextLength } from '../../analysis/power/smallest-incident.ts'
import type { FalsePages, PowerPoint, TrafficTime } from '../../core/drill/power-curve.ts'
import type { TriedIncident } from '../../simulation/power/power-job.ts'
import type { PowerSetup } from '../../simulation/power/power-setup.ts'
import { type PowerTimes, powerTimes, watchedSeconds } from '../../simulation/power/power-times.ts'
import type { ProgressCount } from './power-progress.ts'
import type { PowerQuestion } from './power-question.ts'
import type { RunPowerJob } from './power-threads.ts'
import type { SettledQuiet } from './settle-quiet.ts'
import { joinedFailures, settleTrials } from './settle-trials.ts'

/** How often a boundary is tried to be seen nearer. */
const MOST_REFINEMENTS = 6
/** Of more alerts, the boundaries of any of them together are looked for. */
const MOST_REFINED_ALERTS = 4

export interface CurveOptions {
  readonly question: PowerQuestion
  /** The place of the variant that it is of. */
  readonly variant: number
  readonly looks: Looks
  readonly run: RunPowerJob
  readonly progress: ProgressCount
  /** Of the variant. */
  readonly quiet: Promise<SettledQuiet>
  readonly isStopped: () => boolean
}

export class CurveStudy {
  readonly #options: CurveOptions
  readonly #tried: { readonly points: readonly PowerPoint[]; readonly failures: readonly (readonly string[])[] }[] = []
  /** Places of the tallies that curves are drawn of: any of several alerts first. */
  readonly places: readonly number[]
  readonly #setup: PowerSetup
  readonly #times: PowerTimes

  constructor(options: CurveOptions) {
    this.#options = options
    const { question, variant } = options
    this.#setup = (question.variants[variant] ?? question.variants[0]).setup
    this.#times = powerTimes(this.#setup)
    const each = question.alerts.map((_, i) => i)
    const places = each.length === 1 ? each : [each.length, ...each]
    // What is laid beside the rules as written is looked at as a whole.
    this.places = variant === 0 ? places : places.slice(0, 1)
  }

  async try({ slowdowns, shares, durationsSeconds }: PowerAxes): Promise<void> {
    const { question } = this.#options
    const incidents = slowdowns.map((slowdown) =>
      shares.flatMap((share) => durationsSeconds.map((durationSeconds) => ({ share, slowdown, durationSeconds }))),
    )
    // One slowdown after the other, so that whoever stops it has whole maps of the first ones.
    await Promise.all(
      trafficTimes(question.rates).flatMap((traffic) => incidents.map((each) => this.#points(each, traffic))),
    )
    const { strongest, asked } = spokenKinds(question)
    await Promise.all([...strongest, ...asked].map((kind) => this.#refine(kind)))
  }

  async evidence(place: number, curve: number): Promise<AlertEvidence> {
    const quiet = await this.#options.quiet
    const all = joinedFailures([...this.#tried, quiet])
    return {
      facts: this.#options.question.alerts[place] ?? null,
      points: this.#pointsOf(curve),
      falsePages: quiet.falsePages[place] ?? null,
      failures: [...new Set(all[place] ?? all.flat())].sort(),
    }
  }

  async #refine(kind: IncidentKind): Promise<void> {
    const { isStopped } = this.#options
    const curves = this.places.length > MOST_REFINED_ALERTS + 1 ? [0] : this.places.map((_, i) => i)
    const leastSeconds = Math.ceil(this.#setup.scrapeIntervalSeconds)
    // One curve after the other: what is tried for one of them tells of the others too.
    for (const curve of curves)
      for (let i = 0; i < MOST_REFINEMENTS && !isStopped(); i++) {
        const length = nextLength(this.#pointsOf(curve), kind, leastSeconds)
        if (length === null) break
        const { traffic, share, slowdown } = kind
        await this.#points([{ share, slowdown, durationSeconds: length }], traffic)
      }
  }

  async #points(incidents: readonly TriedIncident[], traffic: TrafficTime): Promise<void> {
    const { question, variant, looks, run, progress } = this.#options
    const { requiredProbability, asked, axes } = question
    const judged = (tallies: readonly DetectionTally[]) =>
      this.places.flatMap((place) => {
        const tally = tallies[place]
        return tally ? [{ place, detection: judgeDetection(tally, looks, requiredProbability) }] : []
      })
    const job = {
      ...{ variant, incidents, traffic, withinSeconds: asked?.withinSeconds ?? null },
      longestSeconds: Math.max(...(axes?.durationsSeconds ?? []), ...incidents.map((each) => each.durationSeconds)),
    }
    progress.asked(incidents.length)
    let open = incidents.length
    const all = await settleTrials(run, job, looks, (tallies) => {
      const isSettled = judged(tallies).every(({ detection }) => detection.finding !== 'undecided')
      if (isSettled) {
        progress.settled(1)
        open--
      }
      return isSettled
    })
    progress.settled(open)
    const quiet = await this.#options.quiet
    all.forEach((settled, i) => {
      const incident = incidents[i]
      if (settled === null || incident === undefined) return
      const points = judged(settled.tallies).map(({ place, detection }) => {
        const byChance = this.#chance(incident, quiet.falsePages[place] ?? null)
        return { ...incident, traffic, ...beyondChance(detection, byChance, requiredProbability) }
      })
      this.#tried.push({ points, failures: settled.failures })
    })
  }

  #chance({ durationSeconds }: TriedIncident, falsePages: FalsePages | null): number {
    const { asked, rates } = this.#options.question
    const seconds = watchedSeconds(this.#times, durationSeconds, asked?.withinSeconds ?? null)
    return chanceOfPage(falsePages, seconds, rates.nightRatePerSecond !== null)
  }

  #pointsOf(curve: number): readonly PowerPoint[] {
    return this.#tried.flatMap(({ points }) => points[curve] ?? [])
  }
}
