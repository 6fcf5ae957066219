import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { TimerFacts } from '../../../core/doctor/machine-facts.ts'
import type { RunNeeds } from '../../../core/doctor/run-needs.ts'
import { formatCount } from '../../../core/text/count.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { check, unseen } from '../check.ts'

/** The P99 of fewer is chance. */
const FEWEST_SLEEPS = 30

/** A run in which one request in a hundred is sent later than is allowed is inconclusive. */
export function judgeTimers(timers: TimerFacts | null, { allowedLagSeconds }: RunNeeds): DoctorCheck {
  if (timers === null || timers.sleeps < FEWEST_SLEEPS)
    return unseen('timers', 'too few sleeps ended in a second to tell how late they end', BUSY)
  const { sleeps, medianSeconds, p99Seconds, maxSeconds } = timers
  const figures = { sleeps, medianSeconds, p99Seconds, maxSeconds, allowedLagSeconds }
  const observed = `${formatCount(sleeps)} sleeps ended up to ${formatDuration(p99Seconds)} late (P99; the latest ${formatDuration(maxSeconds)}), and requests may be sent ${formatDuration(allowedLagSeconds)} late`
  if (p99Seconds > allowedLagSeconds)
    return check('timers', 'problem', observed, figures, `runs will be inconclusive: ${BUSY}`)
  if (p99Seconds > allowedLagSeconds / 2) return check('timers', 'warning', observed, figures, BUSY)
  return check('timers', 'ok', observed, figures)
}

const BUSY = 'end other programs, take a machine with more cores, or leave a core to the generator alone'
