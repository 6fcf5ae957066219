// What the condition of an alert lacked, in words: the end of a sentence.

import { assertNever } from '../../core/assert-never.ts'
import type { AlertEvidence, Instead, Lack } from '../../core/run/alert-evidence.ts'
import { listed } from '../../core/text/plural.ts'

/** A condition may read more; the first ones suffice to find the mistake. */
const MOST_DESCRIBED = 3

/** `http_requests_total{code="500"} found no series: no metric has that name` */
export function describeLacks(lacks: readonly Lack[], evidence: Pick<AlertEvidence, 'missed'>): string {
  const described = [...new Set(lacks.map((lack) => describe(lack, evidence)))]
  const more = described.length - MOST_DESCRIBED
  return described.slice(0, MOST_DESCRIBED).join('; ') + (more > 0 ? `; and ${more} more` : '')
}

function describe(lack: Lack, { missed }: Pick<AlertEvidence, 'missed'>): string {
  switch (lack.kind) {
    case 'noSeries':
      return `${lack.selector}${readBy(lack.recordedAs)} ${foundNothing(lack.selector, missed)}`
    case 'tooFewSamples':
      return `${lack.selector}${readBy(lack.recordedAs)} had fewer than the two samples that its function needs`
    case 'noObservations':
      return `${lack.expression} was NaN, because nothing was observed`
    case 'noHighestBucket':
      return `${lack.expression} was NaN, because the histogram is printed without a bucket at +Inf`
    case 'noEstimate':
      return `${lack.expression} returned nothing, or NaN`
    case 'noResult':
      return `${lack.expression} returned nothing, although there are series: they have no partners with the same labels, or no buckets`
    case 'failed':
      return `it could not be evaluated: ${lack.problem}`
    default:
      return assertNever(lack)
  }
}

function readBy(recordedAs: string | null): string {
  return recordedAs === null ? '' : ` (which the rule that records ${recordedAs} reads)`
}

/** `found no series: no metric has that name` */
export function foundNothing(selector: string, missed: AlertEvidence['missed']): string {
  return `found no series${describeInstead(insteadOf(selector, missed))}`
}

/** What there is where a selector found nothing; undefined where it found something. */
export function insteadOf(wanted: string, missed: AlertEvidence['missed']): Instead | undefined {
  return missed.find(({ selector }) => selector === wanted)?.instead
}

function describeInstead(instead: Instead | undefined): string {
  if (instead === undefined) return ''
  switch (instead.kind) {
    case 'sometimes':
      return ' then'
    case 'nothingScraped':
      return ': none of the scrapes that rules read succeeded'
    case 'noMetric': {
      const recorded = instead.looksRecorded ? ', and no rule of the file records it' : ''
      const nearest = instead.nearest.length === 0 ? '' : `; nearest to it: ${listed(instead.nearest)}`
      return `: no metric has that name${recorded}${nearest}`
    }
    case 'noLabel':
      return `: no series of that name has a label ${instead.label}, they have ${listed(instead.labels)}`
    case 'otherValues': {
      const values = instead.values.map((value) => JSON.stringify(value))
      const there = values.length === 0 ? 'is not set' : `is ${values.join(', ')}`
      const elsewhere = instead.elsewhere === null ? '' : `; that value is in the label ${instead.elsewhere}`
      return `: in the series of that name, ${instead.label} ${there}${elsewhere}`
    }
    case 'otherSeries':
      return `: no series of that name has all of these labels, one of them is ${instead.example}`
    default:
      return assertNever(instead)
  }
}
