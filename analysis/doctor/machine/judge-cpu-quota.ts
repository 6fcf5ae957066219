import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { QuotaFacts } from '../../../core/doctor/machine-facts.ts'
import type { RunNeeds } from '../../../core/doctor/run-needs.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { check, unseen } from '../check.ts'

const RAISE =
  'a group that has used up its quota stands still until the next period: raise it (docker run --cpus, resources.limits.cpu), or leave it out'

/** A quota below what a run uses stops all its threads at once, for up to a tenth of a second. */
export function judgeCpuQuota(
  { cgroup, quotaCores, throttledShare }: QuotaFacts,
  { generators }: RunNeeds,
): DoctorCheck {
  if (cgroup === null) return unseen('cpu-quota', 'no control groups are seen here')
  const wanted = generators + 1
  const figures = { cgroup, quotaCores, throttledShare, wanted }
  const quota = quotaCores === null ? 'no quota' : `a quota of ${Number(quotaCores.toFixed(2))} cores`
  const throttled = throttledShare ?? 0
  const observed = `${quota} (cgroup ${cgroup})${throttled > 0 ? `, kept from running during ${formatShare(throttled)} of a second` : ''}`
  if (throttled > 0) return check('cpu-quota', 'problem', observed, figures, RAISE)
  if (quotaCores === null || quotaCores >= wanted) return check('cpu-quota', 'ok', observed, figures)
  return check('cpu-quota', quotaCores < generators ? 'problem' : 'warning', observed, figures, RAISE)
}
