// What each objective that was not met, or not decided, asks for: where the time went, which requests and which phase made
// it, how many more requests would decide it. Of those that were met, what a dashboard would have said instead.

import { assertNever } from '../../core/assert-never.ts'
import type { Advice } from '../../core/report/advice.ts'
import { objectivePlace } from '../../core/report/objective-place.ts'
import type { Report, ReportedLoad, ReportedPhase, SlaFinding } from '../../core/report/report.ts'
import { parseObjective } from '../../core/scenario/parse-objective.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatRate } from '../../core/text/figures/rate.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { namedObjective } from '../verdict/objective-in-words.ts'
import { failureKinds, failuresInWords } from './failure-words.ts'
import { timelineKey } from './timeline-key.ts'

export function adviseObjectives(report: Report): Advice[] {
  // Of an overloaded generator, nothing that it measured is advice about the service.
  if (report.generator.overloaded || report.load.total.completed === 0) return []
  return report.sla.flatMap((finding) => adviseObjective(finding, report))
}

function adviseObjective(finding: SlaFinding, report: Report): Advice[] {
  switch (finding.finding) {
    case 'fail':
      return missed(finding, report)
    case 'inconclusive':
      return undecided(finding, report)
    case 'pass':
      return []
    default:
      return assertNever(finding.finding)
  }
}

function missed(finding: SlaFinding, report: Report): Advice[] {
  const about = namedObjective(finding)
  const objective = parseObjective(finding.objective)
  if (objective?.kind === 'errors' || objective?.kind === 'achieved') return [failing(finding, about, report)]
  return [slow(finding, about, report)]
}

// ---- too many failed ----

function failing(finding: SlaFinding, about: string, report: Report): Advice {
  const load = loadOf(finding, report)
  const [most] = failureKinds(load)
  const { failing } = finding
  const check = report.load.checks
    ?.filter(({ failed, request }) => failed > 0 && (finding.request === undefined || request === finding.request))
    .sort((a, b) => b.failed - a.failed)[0]
  const example = report.load.firstErrors.find(({ request }) => failing === undefined || request === failing.request)
  const where = failing === undefined ? '' : ` of ${failing.request}`
  const status = example?.answer?.statusLine
  const first =
    example === undefined
      ? ''
      : ` The first came ${formatDuration(example.atSeconds)} into the run${status ? ` (${status})` : ''}.`
  const looked =
    check !== undefined && most?.words === 'expectation'
      ? `the check ${check.check} of ${check.request}, which ${counted(check.failed, 'answer')} did not pass`
      : most === undefined
        ? `the requests${where} that failed`
        : `the requests${where} that ${most.clause}`
  const share = finding.observed === null ? 'Too many' : formatShare(worstShare(finding, finding.observed))
  return {
    kind: 'errors',
    weight: 'decides',
    about,
    action: `First look at ${looked}.`,
    figure: `${share} failed, the limit is ${formatShare(failureLimit(finding))}: ${failuresInWords(load)}.${first}`,
  }
}

function worstShare({ objective }: SlaFinding, observed: number): number {
  return parseObjective(objective)?.kind === 'achieved' ? 1 - observed : observed
}

function failureLimit({ objective, limit }: SlaFinding): number {
  return parseObjective(objective)?.kind === 'achieved' ? 1 - limit : limit
}

// ---- too slow ----

/** From this part of the response time on, one part of it is what to look at. */
const LARGEST_PART = 0.5
/** Less than that of what was offered is more than the service can take. */
const KEPT_UP = 0.97

function slow(finding: SlaFinding, about: string, report: Report): Advice {
  const phase = worstPhase(finding, report)
  const load = phase ?? loadOf(finding, report)
  const { responseTime, serviceTime, timeToFirstByte } = load
  const [response, service] = [responseTime.p95, serviceTime.p95]
  const where = finding.during === null ? phaseInWords(phase, report) : ''
  const whose = finding.failing === undefined ? '' : ` ${failingInWords(finding.failing)}`
  if (phase?.model === 'open' && load.offeredRate > 0 && endedRate(load) < KEPT_UP * load.offeredRate)
    return {
      kind: 'capacity',
      weight: 'decides',
      about,
      action: `Find the service's limit below ${formatRate(load.offeredRate)}: try ${formatRate(load.achievedRate)} in ${phase.name}, or give it more room.`,
      figure: `${seen(finding)}${where} In ${phase.name} it completed ${formatRate(load.achievedRate)} of the ${formatRate(load.offeredRate)} that were offered${load.errors > 0 ? `, ${formatCount(load.errors)} failed` : ''}, and the rest was not answered in time.${whose}`,
      change: { what: 'rate', from: load.offeredRate, to: Number(load.achievedRate.toPrecision(2)) },
    }
  if (response !== null && service !== null && response - service >= LARGEST_PART * response)
    return {
      kind: 'queueing',
      weight: 'decides',
      about,
      action: `Look at why requests wait before they are sent: more load.connections, or a service that frees them sooner.`,
      figure: `${seen(finding)}${where} Of a P95 of ${formatDuration(response)}, ${formatDuration(response - service)} passed before a connection was free; once sent, it was ${formatDuration(service)}.${whose}`,
    }
  const firstByte = timeToFirstByte?.p95 ?? null
  const transfer =
    service !== null && firstByte !== null && service - firstByte >= LARGEST_PART * service
      ? ` ${formatDuration(service - firstByte)} of it came after the first byte: the answers take long to read, not to begin.`
      : ''
  const slowest = finding.failing === undefined ? 'the service' : `the request ${finding.failing.request}`
  return {
    kind: 'service',
    weight: 'decides',
    about,
    action: `Make ${slowest} faster${phase === null ? '' : ` under the load of ${phase.name} (${formatRate(phase.offeredRate)})`}, or agree on a limit that it can keep.`,
    figure: `${seen(finding)}${slowSeconds(finding, report)}${where}${transfer}${whose}`,
  }
}

/** A request that fails at once is answered, and what was cut off with the run says nothing of what the service can take. */
function endedRate({ achievedRate, errors, interrupted, durationSeconds }: ReportedLoad): number {
  return achievedRate + (durationSeconds > 0 ? (errors + interrupted) / durationSeconds : 0)
}

/** `It was 2s, the limit is 1s.` */
function seen({ observed, unbounded, unit, limit, objective }: SlaFinding): string {
  const format = unit === 'seconds' ? (value: number) => formatDuration(value) : formatShare
  const value = observed === null ? (unbounded ? 'among requests that never ended' : 'not known') : format(observed)
  const under = parseObjective(objective)
  if (under?.kind === 'under')
    return `Only ${value} took less than ${formatDuration(under.boundSeconds)}, ${format(limit)} should.`
  return `It was ${value}, the limit is ${format(limit)}.`
}

/** ` Single seconds were above it from 12s to 14s of the run (3 of 40).`; empty where the timeline does not tell. */
function slowSeconds({ objective, during, request, limit }: SlaFinding, { timeline, load }: Report): string {
  const judged = parseObjective(objective)
  const key = judged?.kind === 'quantile' ? timelineKey(judged.quantile) : undefined
  // The timeline is of all requests together.
  if (key === undefined || request !== undefined) return ''
  const measured = new Set(load.phases.flatMap(({ name, measured }) => (measured ? [name] : [])))
  const rows = timeline.filter(
    ({ phase }) => phase !== null && (during === null ? measured.has(phase) : phase === during),
  )
  const slow = rows.filter(({ slot, timeouts }) => timeouts > 0 || (slot[key] ?? 0) >= limit)
  const [first, last] = [slow[0], slow.at(-1)]
  if (first === undefined || last === undefined || slow.length === rows.length) return ''
  return ` Single seconds were above it from ${formatDuration(first.second)} to ${formatDuration(last.second + 1)} of the run (${slow.length} of ${rows.length}).`
}

function failingInWords({ request, missed, judged }: NonNullable<SlaFinding['failing']>): string {
  return `Without ${request} it would have been met: ${formatCount(missed)} of its ${counted(judged, 'request')} missed it.`
}

/** The measured phase with the highest P95, where the objective is about several; the one that it is about, else. */
function worstPhase({ during, request }: SlaFinding, { load }: Report): ReportedPhase | null {
  if (during !== null) return load.phases.find(({ name }) => name === during) ?? null
  if (request !== undefined) return null
  const measured = load.phases.filter((phase) => phase.measured && phase.offered > 0)
  const height = ({ responseTime }: ReportedPhase) =>
    responseTime.p95 ?? (responseTime.unboundedCount > 0 ? Number.POSITIVE_INFINITY : 0)
  return [...measured].sort((a, b) => height(b) - height(a))[0] ?? null
}

function phaseInWords(phase: ReportedPhase | null, { load }: Report): string {
  const others = load.phases.filter((each) => each.measured && each.offered > 0 && each.name !== phase?.name)
  if (phase === null || others.length === 0) return ''
  const rest = others
    .map(({ name, responseTime }) => `${name} ${shown(responseTime)}`)
    .slice(0, 3)
    .join(', ')
  return ` By phase, the P95 is highest in ${phase.name}: ${shown(phase.responseTime)} (${rest}).`
}

function shown({ p95, unboundedCount }: ReportedLoad['responseTime']): string {
  return p95 === null ? (unboundedCount > 0 ? '∞' : 'n/a') : formatDuration(p95)
}

/** Of the phase or the request that it is about. */
function loadOf({ during, request }: SlaFinding, { load }: Report): ReportedLoad {
  if (request !== undefined) return load.requests?.find(({ name }) => name === request) ?? load.total
  if (during !== null) return load.phases.find(({ name }) => name === during) ?? load.total
  return load.total
}

// ---- not decided ----

function undecided(finding: SlaFinding, report: Report): Advice[] {
  const about = namedObjective(finding)
  // Each doubt has an advice of its own, which is about the run.
  if (finding.doubt !== undefined) return []
  // Phases that were cut short are not as long as the scenario has them; that the run has to reach its end is said.
  if (report.run.interrupted || report.run.aborted !== undefined) return []
  if (finding.observed === null && !finding.unbounded)
    return [
      {
        kind: 'objective',
        weight: 'decides',
        about,
        action: `Send requests that the objective ${placeOf(finding)} is about, or leave it out.`,
        figure: finding.reason,
      },
    ]
  const { settling } = finding
  if (settling === undefined)
    return [
      {
        kind: 'objective',
        weight: 'decides',
        about,
        action:
          'Set a limit that is further from what the service does than the generator can tell apart, or run it on a quieter machine.',
        figure: finding.reason,
      },
    ]
  return [moreRequests(finding, about, settling.moreRequests, report)]
}

function placeOf(finding: SlaFinding): string {
  return objectivePlace(finding) ?? ''
}

const HOW_OFTEN_MORE = 3

function moreRequests(finding: SlaFinding, about: string, more: number | null, report: Report): Advice {
  const interval = intervalInWords(finding)
  const phase = report.load.phases.find(({ name, measured }) => measured && (finding.during ?? name) === name)
  const rate = loadOf(finding, report).offeredRate
  if (more === null || phase === undefined || rate <= 0)
    return {
      kind: 'more-requests',
      weight: 'decides',
      about,
      action: `Run it longer, or several times as one: --repeat ${HOW_OFTEN_MORE}.`,
      figure: `${interval} The seconds of the run differ by more than chance, so that more requests in the same time would not decide it.`,
    }
  const length = phase.endSeconds - phase.startSeconds
  const to = roundedUp(length + more / rate)
  return {
    kind: 'more-requests',
    weight: 'decides',
    about,
    action: `Let ${phase.name} last ${formatDuration(to)} in place of ${formatDuration(length)}: about ${counted(more, 'more request')} would decide it.`,
    figure: `${interval} At ${formatRate(rate)} they take ${formatDuration(Math.ceil(more / rate))}.`,
    change: { what: 'phase-length', phase: phase.name, from: length, to },
  }
}

function intervalInWords({ interval, limit, unit }: SlaFinding): string {
  const format = unit === 'seconds' ? (value: number) => formatDuration(value) : formatShare
  const { lower = null, upper = null } = interval ?? {}
  const from = lower === null ? 'anything' : format(lower)
  return `The limit ${format(limit)} lies within the 95% interval of what was observed, ${from} to ${upper === null ? 'no upper end' : format(upper)}.`
}

/** To whole tens of seconds, from a minute on to whole minutes. */
function roundedUp(seconds: number): number {
  const unit = seconds > 60 ? 60 : 10
  return Math.ceil(seconds / unit) * unit
}
