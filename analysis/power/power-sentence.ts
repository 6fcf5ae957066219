// What an alert misses and how often it pages falsely: the sentence that nobody else says of an alert.

import type { FalsePages, SmallestIncident } from '../../core/drill/power-curve.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { falsePagesWords, incidentWords, lengthWords, type TrafficRates, trafficWords } from './incident-words.ts'

export interface PowerSentence {
  /** Null for any of several alerts. */
  readonly alert: string | null
  readonly rates: TrafficRates
  /** At the traffic that the sentence is about: the strongest incidents that were tried, slow ones and failing ones. */
  readonly strongest: readonly SmallestIncident[]
  /** The one that was asked for, where it is another. */
  readonly asked: SmallestIncident | null
  /** In which time a page has to come; null for any page that comes of it. */
  readonly withinSeconds: number | null
  readonly falsePages: FalsePages | null
  readonly mostTrials: number
  /** Whether it fired before nearly all incidents. */
  readonly isAlwaysFiring: boolean
}

/** Two sentences at most times: what it misses and how often it pages falsely; then what it finds. */
export function powerSentence(given: PowerSentence): string {
  const { alert, rates, strongest, withinSeconds, falsePages, isAlwaysFiring } = given
  const subject = alert ?? 'these alerts'
  const pages = falsePages === null ? [] : [`${verb(alert, 'page')} falsely ${falsePagesWords(falsePages)}`]
  const [first] = strongest
  if (first === undefined) return pages.length === 0 ? '' : sentence(`${subject} ${pages.join('')}`)
  const within = withinSeconds === null ? '' : ` and within ${lengthWords(withinSeconds)}`
  const where = `at ${trafficWords(first.traffic, rates)}${within} ${subject}`
  if (isAlwaysFiring)
    return sentence(
      `${where} ${verb(alert, 'fire')} before incidents begin, so that ${alert === null ? 'their' : 'its'} pages tell of none`,
    )
  const missed = missedOfAny(strongest)
  if (missed === null) {
    const known = [...foundClauses(given), ...pages]
    return [...(known.length === 0 ? [] : [sentence(`${where} ${listed(known)}`)]), ...rest(given)].join(' ')
  }
  const isAll = missed === longestOf(strongest)
  const all = isAll ? `, the longest that was tried${pages.length === 0 ? '' : ','}` : ''
  const clauses = [`${verb(alert, 'miss')} anything up to ${lengthWords(missed)}${all}`, ...pages]
  const found = foundClauses(given)
  const also = found.length === 0 ? [] : [sentence(`${it(alert)} ${listed(found)}`)]
  return [sentence(`${where} ${listed(clauses)}`), ...also, ...rest(given, isAll)].join(' ')
}

/** Up to this length even the strongest are missed; null where one was not shown to be. */
function missedOfAny(strongest: readonly SmallestIncident[]): number | null {
  const missed = strongest.map(({ missedUpToSeconds }) => missedUpToSeconds)
  return missed.includes(null) ? null : Math.min(...missed.map((seconds) => seconds ?? 0))
}

function longestOf(strongest: readonly SmallestIncident[]): number {
  return Math.max(...strongest.map(({ longestTriedSeconds }) => longestTriedSeconds))
}

function foundClauses({ alert, strongest, asked }: PowerSentence): string[] {
  const found = allOf(strongest, asked).flatMap((each) =>
    each.foundFromSeconds === null ? [] : [`${incidentWords(each)} from ${lengthWords(each.foundFromSeconds)} on`],
  )
  return found.length === 0 ? [] : [`${verb(alert, 'find')} ${listed(found)}`]
}

/** What is missed whatever its length, and what trials do not tell. */
function rest({ alert, strongest, asked, mostTrials }: PowerSentence, isAllMissed = false): string[] {
  const others = allOf(strongest, asked).filter(({ foundFromSeconds }) => foundFromSeconds === null)
  const isMissed = (each: SmallestIncident) => each.missedUpToSeconds === each.longestTriedSeconds
  const missed = isAllMissed ? [] : others.filter(isMissed)
  const open = others.filter((each) => !isMissed(each))
  return [
    ...(missed.length === 0
      ? []
      : [
          sentence(
            `${it(alert)} ${verb(alert, 'miss')} ${listed(missed.map(incidentWords))} up to the ${lengthWords(longestOf(missed))} that were tried`,
          ),
        ]),
    ...(open.length === 0
      ? []
      : [
          sentence(
            `from which length on ${it(alert)} ${verb(alert, 'find')} ${listed(open.map(incidentWords))} cannot be told from ${counted(mostTrials, 'trial')}`,
          ),
        ]),
  ]
}

function allOf(strongest: readonly SmallestIncident[], asked: SmallestIncident | null): readonly SmallestIncident[] {
  return asked === null ? strongest : [...strongest, asked]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function it(alert: string | null): string {
  return alert === null ? 'they' : 'it'
}

function verb(alert: string | null, stem: string): string {
  if (alert === null) return stem
  return stem.endsWith('ss') ? `${stem}es` : `${stem}s`
}
