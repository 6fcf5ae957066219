// Ctrl-C: the first stops the run, which then reports what it measured; the second exits at once. A terminal that
// closes may say so twice, from the kernel and from the shell, and nobody is there to be impatient.

import { EXIT_CODES } from '../exit-code.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Aborted at the first signal. The server, a child process, exits by itself when this process does. */
export function interruptSignal(onFirst: () => void): AbortSignal {
  const controller = new AbortController()
  for (const name of SIGNALS)
    process.on(name, () => {
      if (controller.signal.aborted && name !== 'SIGHUP') process.exit(EXIT_CODES.interrupted)
      if (controller.signal.aborted) return
      onFirst()
      controller.abort()
    })
  return controller.signal
}
