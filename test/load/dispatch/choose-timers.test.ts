import { describe, expect, it } from 'vitest'
import { chooseTimers, type TimerMeasurements } from '../../../load/dispatch/choose-timers.ts'

/** A machine with cores to spare whose sleeps end late. */
const MEASURED: TimerMeasurements = {
  choice: 'auto',
  generators: 1,
  isLocalTarget: true,
  areHere: true,
  warmedUp: true,
  idleCores: 2.6,
  wakeErrorSeconds: 0.0007,
  waitingForCoreShare: 0.01,
}

describe('chooseTimers', () => {
  it.each<[string, Partial<TimerMeasurements>, string, string]>([
    [
      'spins where sleeps end late and cores are idle',
      {},
      'spinning',
      'sleeps end up to 700µs late (P99) and 2.6 cores were idle before',
    ],
    ['takes what is asked for', { choice: 'spinning', idleCores: 0 }, 'spinning', 'asked for'],
    ['takes what is asked for, sparing too', { choice: 'sparing' }, 'sparing', 'asked for'],
    [
      'spends no core where sleeps are precise',
      { wakeErrorSeconds: 0.00025 },
      'sparing',
      'sleeps end within 250µs of when they should (P99)',
    ],
    [
      'leaves one idle core to a service on this machine',
      { idleCores: 1.9 },
      'sparing',
      '1.9 cores were idle before, and spinning needs 2',
    ],
    [
      'needs less where the service is elsewhere',
      { idleCores: 1.5, isLocalTarget: false },
      'spinning',
      'sleeps end up to 700µs late (P99) and 1.5 cores were idle before',
    ],
    [
      'leaves half a core to the rest of the harness',
      { idleCores: 1.4, isLocalTarget: false },
      'sparing',
      '1.4 cores were idle before, and spinning needs 1.5',
    ],
    [
      'needs a core for each generator',
      { generators: 2 },
      'sparing',
      '2.6 cores were idle before, and spinning needs 3',
    ],
    [
      'allows a core for a service that has not worked yet',
      { warmedUp: false },
      'sparing',
      '2.6 cores were idle before, and spinning needs 3',
    ],
    [
      'needs to know nothing of a service elsewhere',
      { warmedUp: false, isLocalTarget: false },
      'spinning',
      'sleeps end up to 700µs late (P99) and 2.6 cores were idle before',
    ],
    [
      'does not spin against others that take its core',
      { waitingForCoreShare: 0.06 },
      'sparing',
      'the generator waited for a core during 6% of the warm-up',
    ],
    [
      'does not spin where idle cores are not counted',
      { idleCores: null },
      'sparing',
      'this platform does not tell how many cores are idle',
    ],
    [
      'goes by the cores where it saw too few sleeps',
      { wakeErrorSeconds: null },
      'spinning',
      '2.6 cores were idle before',
    ],
    [
      'does not round up what is missing',
      { idleCores: 1.96 },
      'sparing',
      '1.9 cores were idle before, and spinning needs 2',
    ],
  ])('%s', (_, difference, mode, reason) => {
    expect(chooseTimers({ ...MEASURED, ...difference })).toEqual({ mode, reason })
  })
})
