// A container's first process. The kernel keeps from it every signal that it has no handler for: `docker stop` would wait
// for ten seconds and kill it, and Ctrl-C would do nothing.

import { EXIT_CODES } from '../exit-code.ts'

/** What this needs of the process. */
export interface SignalledProcess {
  readonly pid: number
  on(signal: EndingSignal, listener: () => void): unknown
  listenerCount(signal: EndingSignal): number
  exit(code: number): void
}

type EndingSignal = (typeof ENDING_SIGNALS)[number]

const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** As the kernel does for every other process: a signal ends it, unless the command has a handler of its own by then. */
export function endOnSignals(process: SignalledProcess): void {
  if (process.pid !== 1) return
  for (const signal of ENDING_SIGNALS)
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(EXIT_CODES.interrupted)
    })
}
