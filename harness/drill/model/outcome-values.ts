// The label by which a metric tells requests that succeeded from those that failed, and the two values that it has for them:
// whichever of the usual ones the matchers of the rules tell apart.

import type { CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'
import { acceptAll } from './accepted-values.ts'

export interface OutcomeValues {
  readonly succeeded: string
  readonly failed: string
}

const OUTCOME_LABEL = /(^|_)(code|codes|status|result|outcome|success|error|errors|exception)(_|$)/i

export function isOutcomeLabel(label: string): boolean {
  return OUTCOME_LABEL.test(label)
}

const FAMILIES: readonly { readonly succeeded: readonly string[]; readonly failed: readonly string[] }[] = [
  { succeeded: ['200', '2xx', '2XX', '2'], failed: ['500', '503', '502', '504', '5xx', '5XX', '5'] },
  {
    succeeded: ['OK', '0', 'ok'],
    failed: ['Internal', 'Unavailable', 'Unknown', 'DeadlineExceeded', 'INTERNAL', '13', '14'],
  },
  {
    succeeded: ['success', 'succeeded', 'ok', 'SUCCESS', 'true', 'false', 'none', 'None', ''],
    failed: ['error', 'failure', 'failed', 'fail', 'SERVER_ERROR', 'ERROR', 'false', 'true'],
  },
]

/**
 * The pair that most of the matchers tell apart; undefined where none does.
 * @param matchers those of one label, of every selector of the metric
 */
export function outcomeValues(matchers: readonly CompiledMatcher[]): OutcomeValues | undefined {
  const pairs = FAMILIES.flatMap(({ succeeded, failed }) =>
    succeeded.flatMap((good) => failed.filter((bad) => bad !== good).map((bad) => ({ succeeded: good, failed: bad }))),
  )
  const told = (pair: OutcomeValues) =>
    matchers.filter((matcher) => acceptAll([matcher], pair.succeeded) !== acceptAll([matcher], pair.failed)).length
  const best = pairs.reduce<{ pair: OutcomeValues | undefined; told: number }>(
    (most, pair) => (told(pair) > most.told ? { pair, told: told(pair) } : most),
    { pair: undefined, told: 0 },
  )
  return best.pair
}
