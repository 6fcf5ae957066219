// All seeds that are done, seed by seed: what is kept of each is counted at once, so that a thousand take no more memory than the
// few numbers that a median needs. Seeds are added in their order, so that it comes to the same however many threads worked.

import { type ConditionSeen, NO_CONDITION_SEEN, seenInBoth } from '../../../core/condition-seen.ts'
import { mostFiringsPerDay } from '../../../core/drill/by-chance.ts'
import type { DrillDetection, DrilledAlert, ReportedIncident } from '../../../core/report/drill-report.ts'
import { type AskedAlert, alertsAbout } from '../alerts-about.ts'
import type { DrillExpectation, Expected } from '../drill-expectation.ts'
import { doesIt } from '../judge-drill-expectation.ts'
import { addQuietMonth, NO_QUIET_TIME, type QuietTime } from '../quiet-time.ts'
import { IncidentTally } from './incident-tally.ts'
import { joinedFailures, type SeedFindings } from './seed-findings.ts'

/** What the alerts that an expectation is about did in so many seeds alike. Places are those of the alerts simulated. */
export interface SeedAnswer {
  /** Those that did what is expected, or what is never to be. */
  readonly by: readonly number[]
  readonly alreadyFiring: readonly number[]
  readonly failed: readonly number[]
  readonly seeds: number
  readonly firstSeed: number
}

/** To one expectation. */
interface Answers {
  readonly expected: Expected
  /** Places of the alerts that it is about. */
  readonly asked: readonly number[]
  readonly known: Map<string, SeedAnswer>
}

export class SeedTally {
  done = 0
  quietMonths = 0
  incidentMonths = 0
  requests = 0
  failed = 0
  readonly #alerts: readonly AskedAlert[]
  readonly #quiet: QuietTime[]
  readonly #failures: DrilledAlert['failures'][]
  readonly #conditions: ConditionSeen[]
  /** By the place of the alert, then by incident. */
  readonly #incidents: readonly Map<string, IncidentTally>[]
  readonly #firstPages = new Map<string, { readonly tally: IncidentTally; readonly by: Map<number, number> }>()
  readonly #answers: readonly Answers[]

  /** @param alerts that are simulated, in the order of the findings */
  constructor(alerts: readonly AskedAlert[], expectations: readonly DrillExpectation[]) {
    this.#alerts = alerts
    this.#quiet = alerts.map(() => NO_QUIET_TIME)
    this.#failures = alerts.map(() => [])
    this.#conditions = alerts.map(() => NO_CONDITION_SEEN)
    this.#incidents = alerts.map(() => new Map())
    this.#answers = expectations.map((expectation) => ({
      expected: expectation.expected,
      asked: alertsAbout(expectation, alerts).map((alert) => alerts.indexOf(alert)),
      known: new Map(),
    }))
  }

  add(seed: number, findings: SeedFindings): void {
    this.done++
    this.quietMonths += findings.quietMonths
    this.incidentMonths += findings.incidentMonths
    this.requests += findings.requests
    this.failed += findings.failed
    findings.alerts.forEach(({ detections, quiet, failures, condition }, place) => {
      this.#quiet[place] = quiet.reduce(addQuietMonth, this.#quiet[place] ?? NO_QUIET_TIME)
      this.#failures[place] = joinedFailures([...(this.#failures[place] ?? []), ...failures])
      this.#conditions[place] = seenInBoth(this.#conditions[place] ?? NO_CONDITION_SEEN, condition)
      for (const detection of detections) this.#tallyOf(place, detection.incident).add(detection)
    })
    for (const { incident } of findings.alerts[0]?.detections ?? []) this.#addFirstPage(incident, findings)
    for (const answers of this.#answers) addAnswer(seed, findings, answers)
  }

  quietOf(place: number): QuietTime {
    return this.#quiet[place] ?? NO_QUIET_TIME
  }

  failuresOf(place: number): DrilledAlert['failures'] {
    return this.#failures[place] ?? []
  }

  conditionOf(place: number): ConditionSeen {
    return this.#conditions[place] ?? NO_CONDITION_SEEN
  }

  /** What one alert did about each incident. */
  incidentsOf(place: number, monthDays: number): NonNullable<DrilledAlert['overSeeds']> {
    const perDay = this.#firingsPerDay(place, monthDays)
    return [...(this.#incidents[place] ?? [])].map(([incident, tally]) => ({ incident, ...tally.figures(perDay) }))
  }

  /** What the first of all alerts did about an incident, and which one that is most often. */
  firstPagesOf(incident: string, monthDays: number): ReportedIncident['overSeeds'] {
    const known = this.#firstPages.get(incident)
    if (known === undefined) return null
    const [most] = [...known.by].sort(([place, count], [other, more]) => more - count || place - other)
    const perDay = this.#alerts
      .map((_, place) => this.#firingsPerDay(place, monthDays))
      .reduce((sum, each) => (sum === null || each === null ? null : sum + each), 0)
    return { ...known.tally.figures(perDay), alert: most === undefined ? null : (this.#alerts[most[0]]?.alert ?? null) }
  }

  /** Of the nth expectation. */
  answersTo(place: number): readonly SeedAnswer[] {
    return [...(this.#answers[place]?.known.values() ?? [])]
  }

  /** Where nothing goes wrong; a watchdog, which tells of no incident, adds nothing. */
  #firingsPerDay(place: number, monthDays: number): number | null {
    const { firings, pages, alwaysFiring } = this.quietOf(place)
    return mostFiringsPerDay(alwaysFiring && pages.counts > 0 ? 0 : firings, pages.counts * monthDays)
  }

  #tallyOf(place: number, incident: string): IncidentTally {
    const known = this.#incidents[place]?.get(incident)
    if (known !== undefined) return known
    const tally = new IncidentTally()
    this.#incidents[place]?.set(incident, tally)
    return tally
  }

  #addFirstPage(incident: string, { alerts }: SeedFindings): void {
    const all = alerts.flatMap(({ detections }, place) => {
      const detection = detections.find((each) => each.incident === incident)
      return detection === undefined ? [] : [{ place, detection }]
    })
    const [first] = all.sort((a, b) => inOrder(a.detection) - inOrder(b.detection))
    if (first === undefined) return
    const known = this.#firstPages.get(incident) ?? { tally: new IncidentTally(), by: new Map<number, number>() }
    this.#firstPages.set(incident, known)
    // Any of them could have fired for as long as one of them is watched.
    const watchedSeconds = Math.max(...all.map(({ detection }) => detection.watchedSeconds))
    known.tally.add({ ...first.detection, watchedSeconds })
    if (first.detection.notifiedAfterSeconds !== null) known.by.set(first.place, (known.by.get(first.place) ?? 0) + 1)
  }
}

function addAnswer(seed: number, { alerts }: SeedFindings, { expected, asked, known }: Answers): void {
  if (expected.kind === 'quiet') return
  const own = asked.flatMap((place) => {
    const alert = alerts[place]
    const detection = alert?.detections.find(({ incident }) => incident === expected.incident)
    return alert === undefined || detection === undefined ? [] : [{ place, alert, detection }]
  })
  const placesOf = (holds: (each: (typeof own)[number]) => boolean) => own.filter(holds).map(({ place }) => place)
  const answer = {
    by: placesOf(({ detection }) => doesIt(expected, detection)),
    alreadyFiring: placesOf(({ detection }) => detection.outcome === 'already-firing'),
    failed: placesOf(({ alert }) => alert.failures.length > 0),
  }
  const key = JSON.stringify(answer)
  const before = known.get(key)
  known.set(key, { ...answer, seeds: (before?.seeds ?? 0) + 1, firstSeed: before?.firstSeed ?? seed })
}

/** Pages before firings that nobody is told of, these before silence; an alert that fired before tells least. */
function inOrder({ outcome, notifiedAfterSeconds, firingAfterSeconds }: DrillDetection): number {
  if (notifiedAfterSeconds !== null) return notifiedAfterSeconds
  if (firingAfterSeconds !== null) return 1e12 + firingAfterSeconds
  return outcome === 'missed' ? 1e13 : 1e14
}
