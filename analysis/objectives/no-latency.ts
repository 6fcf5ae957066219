import type { Accounting } from '../../core/run/load-result.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'

/** Why there is no latency to judge: nothing was due, or everything ended as an error. */
export function noLatency({ offered: all, errors, lost }: Accounting): string {
  const offered = all - lost
  if (offered === 0 && lost > 0)
    return `Nothing came of ${counted(lost, 'request')} that were lost with a generator, so there is no latency to judge.`
  if (offered === 0) return 'No request was scheduled, so there is no latency to judge.'
  const requests = counted(offered, 'request')
  if (errors === 0) return `None of the ${requests} ended before the run did, so there is no latency to judge.`
  const ended = errors === offered ? `All ${requests}` : `${formatCount(errors)} of ${requests}`
  return `${ended} ended as errors and none got the expected response, so there is no latency to judge.`
}
