import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { DateReading } from '../../../core/doctor/target-facts.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { check, unseen } from '../check.ts'
import { clockOffset } from './clock-offset.ts'

/** Beyond, what two machines log of one request is no longer next to each other. */
const MUCH_SECONDS = 1
/** Beyond, signatures, tokens and cookies are refused, and a Prometheus beside the service is asked for other times. */
const TOO_MUCH_SECONDS = 30

const SYNCHRONISE = 'synchronise the clocks of both machines (chronyc tracking, timedatectl)'

export function judgeClockOffset(readings: readonly DateReading[]): DoctorCheck {
  const offset = clockOffset(readings)
  if (offset === null) return unseen('clock-offset', 'no answer had a Date header, so that its clock cannot be told')
  if (offset === 'contradictory')
    return unseen(
      'clock-offset',
      'the dates of its answers are not those of one clock: several machines answer, or a cache does',
      SYNCHRONISE,
    )
  const { lowerSeconds, upperSeconds } = offset
  const figures = { lowerSeconds, upperSeconds, readings: readings.length }
  const middle = (lowerSeconds + upperSeconds) / 2
  const either = `±${formatDuration((upperSeconds - lowerSeconds) / 2, 2)}`
  const isNone = lowerSeconds <= 0 && upperSeconds >= 0
  const observed = isNone
    ? `its clock agrees with this one's (${either})`
    : `its clock is ${formatDuration(Math.abs(middle), 2)} ${middle > 0 ? 'ahead' : 'behind'} (${either})`
  const least = isNone ? 0 : Math.min(Math.abs(lowerSeconds), Math.abs(upperSeconds))
  const most = Math.max(Math.abs(lowerSeconds), Math.abs(upperSeconds))
  if (least > TOO_MUCH_SECONDS) return check('clock-offset', 'problem', observed, figures, SYNCHRONISE)
  if (least > MUCH_SECONDS) return check('clock-offset', 'warning', observed, figures, SYNCHRONISE)
  if (most > MUCH_SECONDS && !isNone)
    return check('clock-offset', 'unknown', `${observed}, on which side of 1s is not told`, figures, SYNCHRONISE)
  return check('clock-offset', 'ok', observed, figures)
}
