// What an alert misses and how often it pages falsely, in one sentence: the one that nobody else says of an alert.

import type { FalsePages, SmallestIncident } from '../../core/drill/power-curve.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { falsePagesWords, incidentWords, lengthWords, type TrafficRates, trafficWords } from './incident-words.ts'

export interface PowerSentence {
  /** Null for any of several alerts. */
  readonly alert: string | null
  readonly rates: TrafficRates
  /** At the traffic that the sentence is about: the strongest incident that was tried first. */
  readonly smallest: readonly SmallestIncident[]
  readonly falsePages: FalsePages | null
  readonly requiredProbability: number
  readonly mostTrials: number
  /** Whether it fired before nearly all incidents. */
  readonly isAlwaysFiring: boolean
}

export function powerSentence(given: PowerSentence): string {
  const { alert, rates, smallest, falsePages, isAlwaysFiring } = given
  const [strongest, ...others] = smallest
  const subject = alert ?? 'these alerts'
  const pages = falsePages === null ? null : `${verb(alert, 'page')} falsely ${falsePagesWords(falsePages)}`
  const where = strongest === undefined ? '' : `At your ${trafficWords(strongest.traffic, rates)} `
  if (isAlwaysFiring)
    return sentence(
      `${where}${subject} ${verb(alert, 'fire')} before incidents begin, so that no page tells of one`,
      pages,
    )
  if (strongest === undefined) return sentence(subject, pages)
  const clauses = others.map((each) => otherClause(each, given)).join('')
  return sentence(`${where}${subject} ${strongestClause(strongest, given)}${clauses}`, pages)
}

function sentence(beginning: string, pages: string | null): string {
  const text = pages === null ? beginning : `${beginning}, and ${pages}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function strongestClause(strongest: SmallestIncident, { alert, mostTrials }: PowerSentence): string {
  const { missedUpToSeconds: missed, foundFromSeconds: found, longestTriedSeconds: longest } = strongest
  const even = `(${incidentWords(strongest)})`
  const [misses, finds] = [verb(alert, 'miss'), verb(alert, 'find')]
  if (missed !== null && found !== null) {
    const between =
      found === missed
        ? ''
        : `; from ${lengthWords(found)} on ${it(alert)} ${finds} the strongest that was tried ${even}`
    return `${misses} anything up to ${lengthWords(missed)}${between}`
  }
  if (found !== null) return `${finds} the strongest that was tried from ${lengthWords(found)} on ${even}`
  if (missed === longest) return `${misses} anything up to ${lengthWords(longest)}, the longest that was tried ${even}`
  if (missed !== null)
    return `${misses} anything up to ${lengthWords(missed)}; whether ${it(alert)} ${finds} longer incidents ${counted(mostTrials, 'trial')} do not tell`
  return `${verb(alert, 'leave')} open what ${it(alert)} ${finds}: ${counted(mostTrials, 'trial')} do not tell`
}

function otherClause(other: SmallestIncident, { alert, requiredProbability, mostTrials }: PowerSentence): string {
  const { missedUpToSeconds: missed, foundFromSeconds: found, longestTriedSeconds: longest } = other
  const what = incidentWords(other)
  if (found !== null)
    return `, ${what} ${it(alert)} ${verb(alert, 'find')} from ${lengthWords(found)} on in ${formatShare(requiredProbability)} of cases`
  if (missed === longest)
    return `, ${what} ${it(alert)} ${verb(alert, 'miss')} up to the ${lengthWords(longest)} that were tried`
  return `, of ${what} ${counted(mostTrials, 'trial')} do not tell from when on ${it(alert)} ${verb(alert, 'find')} them`
}

function it(alert: string | null): string {
  return alert === null ? 'they' : 'it'
}

function verb(alert: string | null, stem: string): string {
  if (alert === null) return stem
  return stem.endsWith('ss') ? `${stem}es` : `${stem}s`
}
