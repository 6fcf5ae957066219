import type { Accounting } from '../../core/run/load-result.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'

/** Why there is no latency to judge: nothing was due, or everything ended as an error. */
export function noLatency({ offered, errors }: Accounting): string {
  if (offered === 0) return 'No request was scheduled, so there is no latency to judge.'
  const requests = counted(offered, 'request')
  if (errors === 0) return `None of the ${requests} ended before the run did, so there is no latency to judge.`
  const ended = errors === offered ? `All ${requests}` : `${formatCount(errors)} of ${requests}`
  return `${ended} ended as errors and none got the expected response, so there is no latency to judge.`
}
