// What looks at the pages show that were taken around the tried requests, and afterwards while nothing was sent: whether
// the histogram that the scenario names counts these requests, all of them, and no others.

import { unitOfName } from '../../core/histogram/latency-unit.ts'
import type { PreflightFinding } from '../../core/run/preflight/preflight.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatRate } from '../../core/text/figures/rate.ts'
import { counted, listed } from '../../core/text/plural.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import { histogramNames, listNames } from '../observation/initial-scrape.ts'
import { labelTest } from '../series/label-matcher.ts'
import { formatLabels } from '../series/labels.ts'
import type { LabelMatcher, Labels } from '../series/series.ts'
import { matcherText, nearestFirst } from './explain-first-look.ts'
import type { MetricsLook } from './metrics-looker.ts'
import { type Movement, movementsBetween, sumOf } from './movements.ts'

export interface MetricsEvidence {
  readonly selection: HistogramSelection
  readonly before: MetricsLook
  /** After the requests, once they were counted or that was waited for long enough. */
  readonly after: MetricsLook
  /** A while later; nothing was sent in between. */
  readonly later: MetricsLook
  /** At once after that; null where nobody asked. */
  readonly again: MetricsLook | null
  /** Of the requests that the histogram should observe: how many got an answer. */
  readonly answered: number
  /** Whether all of them did, and as expected: otherwise it is not known how many it should have counted. */
  readonly isWhole: boolean
  /** The paths of the metrics pages. */
  readonly pagePaths: readonly string[]
}

const HISTOGRAM = ['target', 'metrics', 'histogram'] as const
const MATCH = ['target', 'metrics', 'match'] as const

export function explainMovements(evidence: MetricsEvidence): PreflightFinding[] {
  const { selection, before, after, later } = evidence
  const since = movementsBetween(before.pages, after.pages)
  const whileIdle = movementsBetween(after.pages, later.pages)
  // Several processes behind one port, or a restart: the run itself tells which, and differences tell nothing here.
  if (whileIdle.hasFallen || since.hasFallen) return []
  const isOwn = ownSeries(selection)
  const idleOwn = whileIdle.moved.filter(isOwn)
  const scrapes = idleOwn.filter((movement) => movesWithScrapes(evidence) || isOfPage(movement, evidence.pagePaths))
  const others = idleOwn.filter((movement) => !scrapes.includes(movement))
  const moved = since.moved.filter((movement) => isOwn(movement) && !isOfPage(movement, evidence.pagePaths))
  return [
    ...(evidence.answered === 0
      ? []
      : countedWrongly(evidence, { moved, all: since.moved, idle: whileIdle.moved, isDisturbed: idleOwn.length > 0 })),
    ...ownScrapes(scrapes, moved, selection),
    ...otherTraffic(others, moved, evidence),
  ]
}

type Counting = Pick<MetricsEvidence, 'selection' | 'pagePaths'>

/** How many observations the histogram made between two looks, those of the looks themselves left out where it says so. */
export function countedBetween(before: MetricsLook, after: MetricsLook, { selection, pagePaths }: Counting): number {
  const isOwn = ownSeries(selection)
  return sumOf(
    movementsBetween(before.pages, after.pages).moved.filter(
      (movement) => isOwn(movement) && !isOfPage(movement, pagePaths),
    ),
  )
}

/** Whether a count fell from one of these looks to the next: differences between them tell nothing then. */
export function hasFallenBetween(looks: readonly MetricsLook[]): boolean {
  return looks.slice(1).some(({ pages }, i) => movementsBetween(looks[i]?.pages ?? [], pages).hasFallen)
}

/** Where each look alone moves it by one, it observes the requests for the page, without a label that says so. */
function movesWithScrapes({ after, later, again, ...counting }: MetricsEvidence): boolean {
  return again !== null && countedBetween(after, later, counting) === 1 && countedBetween(later, again, counting) === 1
}

function ownSeries({ name, matchers }: HistogramSelection): (movement: Movement) => boolean {
  const accepts = labelTest(matchers)
  return ({ histogram, labels }) => histogram === name && accepts(labels)
}

function isOfPage({ printed }: Movement, pagePaths: readonly string[]): boolean {
  return Object.values(printed).some((value) => pagePaths.includes(value))
}

// ---- what the requests moved ----

interface Moved {
  /** Of the series that the scenario names. */
  readonly moved: readonly Movement[]
  readonly all: readonly Movement[]
  /** While nothing was sent. */
  readonly idle: readonly Movement[]
  /** Others send requests, too. */
  readonly isDisturbed: boolean
}

/** Where some requests were not answered as expected, they may be counted elsewhere for that: nothing is refused then. */
function countedWrongly(evidence: MetricsEvidence, seen: Moved): PreflightFinding[] {
  const found = wrongCount(evidence, seen)
  return found === null ? [] : [evidence.isWhole ? found : { ...found, severity: 'warning' }]
}

function wrongCount(evidence: MetricsEvidence, seen: Moved): PreflightFinding | null {
  const { selection, after, answered, isWhole } = evidence
  const { moved, all, idle, isDisturbed } = seen
  const names = histogramNames(after.pages)
  const times = nearestFirst(selection.name, timesThatMoved(all, idle, answered))
  if (!names.includes(selection.name)) return noHistogram(evidence, times, names)
  const matching = after.pages.some(({ labels }) =>
    labels.some((each) => each.__name__ === `${selection.name}_bucket` && labelTest(selection.matchers)(each)),
  )
  const isOwn = ownSeries(selection)
  const elsewhere = all.filter(
    (movement) => movement.histogram === selection.name && !isOwn(movement) && !isOfPage(movement, evidence.pagePaths),
  )
  const isBusy = idle.some(({ histogram }) => histogram === selection.name)
  // Somebody else's requests may be counted there, and these by another instance, or later.
  const isProven = !isBusy && sumOf(elsewhere) >= answered
  if (!matching) return { ...noSeries(evidence, elsewhere), severity: isProven ? 'error' : 'warning' }
  if (moved.length === 0 && elsewhere.length > 0)
    return { ...countedElsewhere(evidence, elsewhere), severity: isProven ? 'error' : 'warning' }
  if (moved.length === 0) return unmoved(evidence, times)
  const by = sumOf(moved)
  return by === answered || isDisturbed || !isWhole ? null : otherPopulation(evidence, seen, by)
}

const tried = (answered: number) =>
  `the ${answered === 1 ? 'request' : counted(answered, 'request')} that ${answered === 1 ? 'was' : 'were'} tried`

/** A collection of garbage or a query of a database is timed as well, and moves by one by chance. */
const OF_REQUESTS = /http|request|response|latency|server|handler|view|route|endpoint|grpc|rpc/i
const OF_OTHERS = /gc|event_?loop|client|outgoing|db|sql|query|cache|redis|dns/i

/** Of the time that requests take: what moved exactly as they were sent and not while nothing was, and counts no bytes. */
function timesThatMoved(all: readonly Movement[], idle: readonly Movement[], answered: number): string[] {
  const byName = new Map<string, number>()
  for (const { histogram, by } of all) byName.set(histogram, (byName.get(histogram) ?? 0) + by)
  const isMoving = (name: string) => idle.some(({ histogram }) => histogram === name)
  return [...byName]
    .filter(([name, by]) => by === answered && unitOfName(name) !== undefined && !isMoving(name))
    .flatMap(([name]) => (OF_REQUESTS.test(name) && !OF_OTHERS.test(name) ? name : []))
}

function noHistogram(
  { selection: { name }, answered }: MetricsEvidence,
  times: readonly string[],
  names: readonly string[],
): PreflightFinding {
  const rest = nearestFirst(name, names).filter((other) => !times.includes(other))
  return {
    kind: 'no-histogram',
    severity: times.length > 0 ? 'error' : 'warning',
    at: HISTOGRAM,
    expected: 'the name of a histogram that is printed once requests were answered',
    got: `${name}, which is not printed after ${tried(answered)}${times.length > 0 ? '' : ' so far: it has another name, or its page is renewed from time to time only'}`,
    candidates: [...times.map((each) => `${each} (counted ${answered})`), ...rest],
    write: times[0] === undefined ? null : `histogram: ${times[0]}`,
  }
}

function noSeries({ selection, answered, after }: MetricsEvidence, elsewhere: readonly Movement[]): PreflightFinding {
  const buckets = after.pages.flatMap(({ labels }) =>
    labels.filter(({ __name__ }) => __name__ === `${selection.name}_bucket`),
  )
  const unmatched = selection.matchers.filter((matcher) => !buckets.some(labelTest([matcher])))
  const values = unmatched.map(({ label, value }) => {
    const known = nearestFirst(value, [...new Set(buckets.map((labels) => labels[label] ?? ''))])
    return `${label} is ${listNames(known)}`
  })
  return {
    kind: 'no-series',
    severity: 'error',
    at: MATCH,
    expected: `matchers that some series of ${selection.name} have`,
    got: `${selection.text}, which matches none after ${tried(answered)}${values.length === 0 ? '' : `: ${values.join('; ')}`}`,
    candidates: seriesInWords(elsewhere),
    write: matchLine(selection.matchers, elsewhere),
  }
}

function countedElsewhere({ selection, answered }: MetricsEvidence, elsewhere: readonly Movement[]): PreflightFinding {
  return {
    kind: 'counted-elsewhere',
    severity: 'error',
    at: MATCH,
    expected: `matchers of the series that count ${tried(answered)}`,
    got: `${selection.text}, which did not count ${answered === 1 ? 'it' : 'them'}`,
    candidates: seriesInWords(elsewhere),
    write: matchLine(selection.matchers, elsewhere),
  }
}

function unmoved({ selection, answered }: MetricsEvidence, times: readonly string[]): PreflightFinding {
  const isElsewhere = times.length > 0
  return {
    kind: isElsewhere ? 'counted-elsewhere' : 'unmoved',
    severity: isElsewhere ? 'error' : 'warning',
    at: HISTOGRAM,
    expected: `a histogram that counts ${tried(answered)}`,
    got: `${selection.text}, which did not count ${answered === 1 ? 'it' : 'them'}${isElsewhere ? '' : ' so far: it observes other requests, or its page is renewed from time to time only'}`,
    candidates: times.map((name) => `${name} (counted ${answered})`),
    write: times[0] === undefined ? null : `histogram: ${times[0]}`,
  }
}

function otherPopulation(
  { selection, answered }: MetricsEvidence,
  { moved, all }: Moved,
  by: number,
): PreflightFinding {
  const factor = by / answered
  const why =
    by < answered
      ? 'it observes some of the requests only, which target.metrics.requests names'
      : Number.isInteger(factor)
        ? `it observes each request ${factor} times, in ${counted(moved.length, 'series', 'series')}`
        : 'it observes more than these requests'
  return {
    kind: 'populations',
    severity: 'warning',
    at: by < answered ? ['target', 'metrics', 'requests'] : MATCH,
    expected: `${selection.text} to count ${tried(answered)}`,
    got: `${counted(by, 'observation')}: ${why}`,
    candidates: seriesInWords(by < answered ? all.filter(({ histogram }) => histogram === selection.name) : moved),
    write: null,
  }
}

// ---- what moved by itself ----

function ownScrapes(
  scrapes: readonly Movement[],
  moved: readonly Movement[],
  { matchers }: HistogramSelection,
): PreflightFinding[] {
  const [first] = scrapes
  if (first === undefined) return []
  return [
    {
      kind: 'own-scrapes',
      severity: 'warning',
      at: MATCH,
      expected: 'series without the requests for the metrics themselves',
      got: `${Object.keys(first.printed).length === 0 ? 'a single one' : `${formatLabels(first.printed)} among them`}, which each scrape moves`,
      candidates: seriesInWords(moved),
      write: matchers.length > 0 ? null : narrowedMatch(moved, scrapes),
    },
  ]
}

function otherTraffic(
  others: readonly Movement[],
  moved: readonly Movement[],
  evidence: MetricsEvidence,
): PreflightFinding[] {
  const by = sumOf(others)
  if (by === 0) return []
  const { selection, after, later } = evidence
  const seconds = later.atSeconds - after.atSeconds
  return [
    {
      kind: 'other-traffic',
      severity: 'warning',
      at: MATCH,
      expected: `${selection.text} to count the requests of this run alone`,
      got: `${counted(by, 'observation')} in ${formatDuration(seconds, 2)} while nothing was sent, about ${formatRate(by / seconds)} of somebody else's, in ${listed(seriesInWords(others).slice(0, 3))}`,
      candidates: seriesInWords(moved.filter(({ labels }) => !others.some((other) => other.labels === labels))),
      write: selection.matchers.length > 0 ? null : narrowedMatch(moved, others),
    },
  ]
}

// ---- lines to write ----

function seriesInWords(movements: readonly Movement[]): string[] {
  return [...new Set(movements.map(({ printed, by }) => `${formatLabels(printed)} (counted ${by})`))]
}

/** The matchers, each with the value of the series that did count. */
export function matchLine(matchers: readonly LabelMatcher[], elsewhere: readonly Movement[]): string | null {
  const [target] = elsewhere.toSorted((a, b) => b.by - a.by)
  if (target === undefined) return null
  const kept = matchers.flatMap((matcher): string[] => {
    if (labelTest([matcher])(target.labels)) return [matcherText(matcher)]
    const value = target.labels[matcher.label]
    return value === undefined ? [] : [matcherText({ ...matcher, operator: '=', value })]
  })
  return kept.length === 0 ? null : `match: '{${kept.join(',')}}'`
}

/** A label that all of these series have in common and none of the others has with that value. */
function narrowedMatch(wanted: readonly Movement[], unwanted: readonly Movement[]): string | null {
  const [first] = wanted
  if (first === undefined) return null
  const label = Object.keys(first.printed).find((name) => {
    const value = first.printed[name]
    const has = ({ printed }: { readonly printed: Labels }) => printed[name] === value
    return wanted.every(has) && !unwanted.some(has)
  })
  return label === undefined ? null : `match: '{${label}=${JSON.stringify(first.printed[label])}}'`
}
