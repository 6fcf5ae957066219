// Ctrl-C: the first stops the run, which then reports what it measured; the second exits at once.

import { EXIT_CODES } from './exit-code.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Aborted at the first signal. The server, a child process, exits by itself when this process does. */
export function interruptSignal(onFirst: () => void): AbortSignal {
  const controller = new AbortController()
  for (const name of SIGNALS)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT_CODES.interrupted)
      onFirst()
      controller.abort()
    })
  return controller.signal
}
