// Waits until a service says that it can take requests: until the path that the scenario names answers with 2xx.

import { seen } from '../../analysis/summary/probable-mistake.ts'
import type { Clock } from '../../core/clock.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { UserError } from '../../core/user-error.ts'
import type { Trial } from '../../load/trial/try-request.ts'

export interface ReadinessCheck {
  /** What is asked, as it may be shown. */
  readonly url: string
  readonly withinSeconds: number
  /** Its place in the scenario, for the message. */
  readonly place: () => string
  readonly ask: (timeoutSeconds: number) => Promise<Trial>
  /** Called once where the service is not ready at the first question. */
  readonly onWait: (sentence: string) => void
  readonly clock: Clock
  /** Aborted, it is not waited for any longer. */
  readonly signal: AbortSignal
}

const FIRST_PAUSE_SECONDS = 0.1
const LONGEST_PAUSE_SECONDS = 1
/** A single answer is not waited for as long as the service may take to start. */
const LONGEST_ANSWER_SECONDS = 5

/** @throws UserError with what was seen last where it is not ready in time */
export async function awaitReady({
  url,
  withinSeconds,
  place,
  ask,
  onWait,
  clock,
  signal,
}: ReadinessCheck): Promise<void> {
  const deadlineSeconds = clock.nowSeconds() + withinSeconds
  const left = () => deadlineSeconds - clock.nowSeconds()
  for (let pauseSeconds = FIRST_PAUSE_SECONDS; !signal.aborted; pauseSeconds *= 1.5) {
    const trial = await ask(Math.min(LONGEST_ANSWER_SECONDS, Math.max(FIRST_PAUSE_SECONDS, left())))
    if (trial.outcome === 'completed' || signal.aborted) return
    if (left() <= 0)
      throw new UserError(
        `${place()}: expected ${url} to answer with a status from 200 to 299 within ${formatDuration(withinSeconds)}, got ${lastSeen(trial)}`,
      )
    if (pauseSeconds === FIRST_PAUSE_SECONDS)
      onWait(`waiting for ${url} to be ready, up to ${formatDuration(withinSeconds)}: ${lastSeen(trial)}`)
    await clock.sleep(Math.min(pauseSeconds, LONGEST_PAUSE_SECONDS, left()), signal)
  }
}

function lastSeen({ sample, seconds }: Trial): string {
  if (sample === null) return `no answer in ${formatDuration(seconds, 2)}`
  return sample.kind === 'connect' ? `no connection: ${sample.reason ?? 'no answer'}` : seen(sample)
}
