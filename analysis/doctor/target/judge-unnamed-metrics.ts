import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { UnnamedMetrics } from '../../../core/doctor/target-facts.ts'
import { check } from '../check.ts'

/** Of a scenario that names no metrics: only the client measures. */
export function judgeUnnamedMetrics(found: UnnamedMetrics | null): DoctorCheck {
  if (found === null)
    return check('metrics-page', 'ok', 'none is named, and none is at a usual path: only the client measures', {})
  const { url, histogram } = found
  if (histogram === null)
    return check('metrics-page', 'ok', `none is named, and ${url} prints no histogram of latencies`, { ...found })
  return check(
    'metrics-page',
    'warning',
    `none is named, and ${url} prints ${histogram}`,
    { ...found },
    `write metrics: { url: ${url}, histogram: ${histogram} } under target, and what dashboards draw is held against what the client sees`,
  )
}
