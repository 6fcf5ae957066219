// How a generator waits for the next arrival: load/dispatch/next-wake.ts.

/**
 * `sparing` sleeps until an arrival is due and takes little CPU time; it is late by what the machine's timers are late by.
 * `spinning` wakes a little earlier and turns its event loop until the arrival is due: more precise, at up to a core.
 */
export const TIMER_MODES = ['sparing', 'spinning'] as const
export type TimerMode = (typeof TIMER_MODES)[number]

/** As scenario files and flags name them: `auto` leaves it to what is measured before the first measured request. */
export const TIMER_CHOICES = ['auto', ...TIMER_MODES] as const
export type TimerChoice = (typeof TIMER_CHOICES)[number]
