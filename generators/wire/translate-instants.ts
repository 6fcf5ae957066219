// Instants in messages, from one machine's clock to another's. Instants "of the run" stay: they count from its epoch.

import type { FromGenerator, ToGenerator } from '../../load/generator/protocol.ts'

/** @param offsetSeconds what the clock that is read from now on shows more */
export function commandLaterBy(message: ToGenerator, offsetSeconds: number): ToGenerator {
  if (message.type !== 'start-segment') return message
  const { startSeconds, epochSeconds } = message
  return { ...message, startSeconds: startSeconds + offsetSeconds, epochSeconds: epochSeconds + offsetSeconds }
}

export function reportLaterBy(message: FromGenerator, offsetSeconds: number): FromGenerator {
  return message.type === 'done' ? { ...message, stoppedSeconds: message.stoppedSeconds + offsetSeconds } : message
}
