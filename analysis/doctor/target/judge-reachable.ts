import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { ReachFacts } from '../../../core/doctor/target-facts.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { check } from '../check.ts'

export function judgeReachable(addresses: readonly ReachFacts[]): DoctorCheck {
  const up = addresses.filter(({ connectSeconds }) => connectSeconds !== null)
  const down = addresses.filter(({ connectSeconds }) => connectSeconds === null)
  const connects = up.flatMap(({ connectSeconds }) => connectSeconds ?? [])
  const slowest = connects.length === 0 ? null : Math.max(...connects)
  const figures = { addresses: addresses.length, down: down.length, connectSeconds: slowest }
  const failures = listed(down.map(({ address, failure }) => `${address}: ${failure ?? 'no answer'}`))
  if (slowest === null)
    return check(
      'reachable',
      'problem',
      `no connection to ${failures}`,
      figures,
      'start the service, or correct target.url',
    )
  const where = up.length === 1 ? `${up[0]?.address} takes` : `${counted(up.length, 'address', 'addresses')} take`
  const observed = `${where} connections within ${formatDuration(slowest, 2)}`
  if (down.length === 0) return check('reachable', 'ok', observed, figures)
  return check(
    'reachable',
    'warning',
    `${observed}; none to ${failures}`,
    figures,
    'what is sent there fails: start it, or take it out of the name',
  )
}
