// Finds out how small an incident alerts still find and how often they page falsely, and which variant of the rules does what
// is asked at the least cost. What it comes to depends on the seed alone, not on how many jobs are done at once.

import { alertPower, type PowerAxes, spokenKinds, trafficTimes } from '../../analysis/power/alert-power.ts'
import { cheapestVariant, withoutProposal } from '../../analysis/power/cheapest-variant.ts'
import { type DetectionTally, judgeDetection } from '../../analysis/power/judge-detection.ts'
import { type Looks, looksUpTo } from '../../analysis/power/looks.ts'
import { type IncidentKind, nextLength } from '../../analysis/power/smallest-incident.ts'
import { CONFIDENCE_PERCENT } from '../../core/confidence-level.ts'
import type { AskedDetection, PowerCurve, PowerPoint, PowerVariant } from '../../core/drill/power-curve.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { listed } from '../../core/text/plural.ts'
import type { TriedIncident } from '../../simulation/power/power-job.ts'
import { type PowerProgress, ProgressCount } from './power-progress.ts'
import type { PowerQuestion } from './power-question.ts'
import type { RunPowerJob } from './power-threads.ts'
import { type SettledQuiet, settleQuiet } from './settle-quiet.ts'
import { joinedFailures, settleTrials } from './settle-trials.ts'
import { studyVariant } from './study-variant.ts'

const FIRST_LOOK = 15
/** How often a boundary is tried to be seen nearer. */
const MOST_REFINEMENTS = 6
/** Of more alerts, the boundaries of any of them together are looked for. */
const MOST_REFINED_ALERTS = 4

export interface StudyEffects {
  readonly run: RunPowerJob
  readonly isStopped: () => boolean
  readonly onProgress: (progress: PowerProgress) => void
}

/** @throws what a job throws */
export async function studyPower(question: PowerQuestion, effects: StudyEffects): Promise<PowerCurve> {
  const { asked, axes, requiredProbability, mostTrials, seed, rates, notSimulated, variants, alerts } = question
  const progress = new ProgressCount(effects.onProgress)
  const run = progress.counted(effects.run)
  const looks = looksUpTo(mostTrials, FIRST_LOOK)
  const curve = new CurveStudy({ question, looks, run, progress, isStopped: effects.isStopped })
  const isStudied = alerts.length > 0
  const quiet = isStudied
    ? progress.settling(() =>
        settleQuiet(run, {
          setup: variants[0].setup,
          variant: 0,
          mostPerDay: asked?.falsePagesPerDay ?? null,
          isBrief: false,
        }),
      )
    : null
  const study = { run, progress, looks, requiredProbability, rates }
  const [ofQuiet, compared] = await Promise.all([
    quiet,
    isStudied && asked !== null
      ? Promise.all(
          variants.map((variant, i) =>
            studyVariant({ ...study, asked, variant, place: i, quiet: i === 0 ? quiet : null }),
          ),
        )
      : [],
    isStudied && axes !== null ? curve.try(axes) : null,
  ])
  const cheapest = cheapestVariant(compared)
  const proposed = variants.find(({ facts }) => facts.name === cheapest?.name)
  return {
    ...{ requiredProbability, mostTrials, seed, notSimulated, traffic: rates },
    interrupted: effects.isStopped(),
    axes: axes ?? { shares: [], slowdowns: [], durationsSeconds: [] },
    curves: isStudied ? curve.places.map((place, i) => alertPower(curve.evidence(place, i, ofQuiet), question)) : [],
    asked: askedDetection(question, compared),
    variants: compared,
    proposal:
      cheapest === null || proposed === undefined
        ? null
        : { variant: cheapest.name, reason: cheapest.reason, rules: proposed.rules, layout: proposed.bounds },
    withoutProposal: compared.length === 0 || cheapest !== null ? null : withoutProposal(compared),
    notes: notesOf(question),
  }
}

interface CurveOptions {
  readonly question: PowerQuestion
  readonly looks: Looks
  readonly run: RunPowerJob
  readonly progress: ProgressCount
  readonly isStopped: () => boolean
}

class CurveStudy {
  readonly #options: CurveOptions
  readonly #tried: { readonly points: readonly PowerPoint[]; readonly failures: readonly (readonly string[])[] }[] = []
  /** Places of the tallies that curves are drawn of: any of several alerts first. */
  readonly places: readonly number[]

  constructor(options: CurveOptions) {
    this.#options = options
    const each = options.question.alerts.map((_, i) => i)
    this.places = each.length === 1 ? each : [each.length, ...each]
  }

  async try({ slowdowns, shares, durationsSeconds }: PowerAxes): Promise<void> {
    const { question, progress } = this.#options
    const incidents = trafficTimes(question.rates).flatMap((traffic) =>
      slowdowns.flatMap((slowdown) =>
        shares.flatMap((share) =>
          durationsSeconds.map((durationSeconds) => ({ share, slowdown, durationSeconds, traffic })),
        ),
      ),
    )
    await Promise.all(incidents.map((incident) => progress.settling(() => this.#point(incident))))
    await Promise.all(spokenKinds(question).map((kind) => this.#refine(kind)))
  }

  evidence(place: number, curve: number, quiet: SettledQuiet | null) {
    const all = joinedFailures([...this.#tried, quiet])
    return {
      facts: this.#options.question.alerts[place] ?? null,
      points: this.#points(curve),
      falsePages: quiet?.falsePages[place] ?? null,
      failures: [...new Set(all[place] ?? all.flat())].sort(),
    }
  }

  async #refine(kind: IncidentKind): Promise<void> {
    const { question, progress, isStopped } = this.#options
    const curves = this.places.length > MOST_REFINED_ALERTS + 1 ? [0] : this.places.map((_, i) => i)
    const leastSeconds = Math.ceil(question.variants[0].setup.scrapeIntervalSeconds)
    // One curve after the other: what is tried for one of them tells of the others too.
    for (const curve of curves)
      for (let i = 0; i < MOST_REFINEMENTS && !isStopped(); i++) {
        const length = nextLength(this.#points(curve), kind, leastSeconds)
        if (length === null) break
        await progress.settling(() => this.#point({ ...kind, durationSeconds: length }))
      }
  }

  async #point(incident: TriedIncident): Promise<void> {
    const { question, looks, run } = this.#options
    const { requiredProbability, asked } = question
    const judged = (tallies: readonly DetectionTally[]) =>
      this.places.flatMap((place) => {
        const tally = tallies[place]
        return tally ? [judgeDetection(tally, looks, requiredProbability)] : []
      })
    const job = { variant: 0, incident, withinSeconds: asked?.withinSeconds ?? null }
    const settled = await settleTrials(run, job, looks, (tallies) =>
      judged(tallies).every(({ finding }) => finding !== 'undecided'),
    )
    if (settled === null) return
    const points = judged(settled.tallies).map((detection) => ({ ...incident, ...detection }))
    this.#tried.push({ points, failures: settled.failures })
  }

  #points(curve: number): readonly PowerPoint[] {
    return this.#tried.flatMap(({ points }) => points[curve] ?? [])
  }
}

function askedDetection({ asked }: PowerQuestion, [asWritten]: readonly PowerVariant[]): AskedDetection | null {
  if (asked === null) return null
  const { text, ...rest } = asked
  return {
    detect: text,
    ...rest,
    finding: asWritten?.finding ?? 'inconclusive',
    reason: asWritten?.reason ?? 'none of the alerts is simulated',
  }
}

function notesOf({ requiredProbability, alerts, variants }: PowerQuestion): string[] {
  const { groupWaitsSeconds } = variants[0].setup
  const waits = [...new Set(groupWaitsSeconds.filter((wait) => wait !== null && wait > 0))]
  const untold = alerts.filter((_, i) => groupWaitsSeconds[i] === null).map(({ alert }) => alert)
  if (alerts.length === 0) return ['None of the alerts is simulated, so that nothing is said of what they find.']
  return [
    `An incident counts as found where its page comes in ${formatShare(requiredProbability)} of cases or more. Every interval holds with ${CONFIDENCE_PERCENT} confidence, however early its trials stopped.`,
    ...(waits.length > 0
      ? [
          `A page comes ${listed(waits.map((wait) => `${wait}s`))} after an alert fires, as long as Alertmanager waits with a new group. That it waits longer with one of which it has notified already is left out.`,
        ]
      : []),
    ...(untold.length > 0 ? [`Alertmanager tells nobody of ${listed([...new Set(untold)])}.`] : []),
  ]
}
