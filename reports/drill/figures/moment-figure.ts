const DAY_SECONDS = 86_400
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** An instant of a simulated month, which begins on a Monday: `Wed, day 3, 10:00`, with seconds where they are not 0. */
export function momentFigure(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const day = Math.floor(whole / DAY_SECONDS)
  const clock = new Date((whole % DAY_SECONDS) * 1e3).toISOString()
  return `${WEEKDAYS[day % WEEKDAYS.length]}, day ${day + 1}, ${clock.slice(11, clock.slice(17, 19) === '00' ? 16 : 19)}`
}
