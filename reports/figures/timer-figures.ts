import type { ReportedGenerator } from '../../core/report/report.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { formatLatency } from './figures.ts'

/**
 * How the generator waited for arrivals, why, and what that took:
 * `timers sparing (asked for): 5.5% of a core per thread, sleeps ended 90µs late (P99)`. Undefined in reports of 0.1 and 0.2.
 */
export function timerFigures({ timers }: Pick<ReportedGenerator, 'timers'>): string | undefined {
  if (timers === undefined) return undefined
  const { mode, reason, wakeError, spinningShare, alarmClockShare } = timers
  const late = wakeError.p99 === null ? '' : `, sleeps ended ${formatLatency(wakeError.p99)} late (P99)`
  return `timers ${mode} (${reason}): ${formatShare(spinningShare + alarmClockShare)} of a core per thread${late}`
}
