// The broker while it is asked for what a run left: it may be restarted meanwhile, and is not waited for for ever.

import type { NatsConnection } from '@nats-io/transport-node'
import { systemClock } from '../../core/clock.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { UserError } from '../../core/user-error.ts'
import { reasonOf } from '../broker/reason-of.ts'
import { mayPass } from '../broker/result-outbox.ts'
import { watchBroker } from '../broker/watch-broker.ts'
import { ALIVE_SECONDS } from '../liveness/alive-seconds.ts'
import { BrokerOutages } from '../liveness/broker-outages.ts'
import type { BrokerPresence } from '../liveness/broker-presence.ts'
import { BROKER_AWAY_SECONDS } from '../liveness/silence-watch.ts'

/** From its start on a broker reads what it keeps. */
const SETTLING_SECONDS = 10

export interface LeftBrokerOptions {
  readonly connection: NatsConnection
  readonly run: string
  /** The broker's address, as it may be shown. */
  readonly shown: string
  /** Then it is not asked, and not waited for, any more. */
  readonly signal: AbortSignal
  readonly say: (line: string) => void
  readonly awaySeconds?: number
}

export class LeftBroker {
  readonly #options: LeftBrokerOptions
  readonly #outages = new BrokerOutages()
  readonly #presence: Pick<BrokerPresence, 'seenSeconds'>
  #sinceSeconds = systemClock.nowSeconds()
  #wasAway = false
  /** Called when it is back. */
  onBack: () => void = () => {}

  constructor(options: LeftBrokerOptions) {
    const { connection, signal, say } = options
    this.#options = options
    this.#presence = watchBroker(
      connection,
      {
        onAway: () => {
          this.#wasAway = true
          this.#outages.away(systemClock.nowSeconds())
          say('the broker is away; waiting for it')
        },
        onBack: () => {
          this.#sinceSeconds = systemClock.nowSeconds()
          this.#outages.back(this.#sinceSeconds)
          say('the broker is back')
          this.onBack()
        },
        onClosed: () => {},
      },
      signal,
    )
  }

  /** Since when others could be heard: since it was asked first, or was back. */
  get sinceSeconds(): number {
    return this.#sinceSeconds
  }

  /** Up to when others could be heard. */
  get seenSeconds(): number {
    return this.#presence.seenSeconds
  }

  /** @returns null where the signal was aborted @throws UserError where it was away for too long */
  async untilGone(): Promise<null> {
    const { run, shown, signal, awaySeconds = BROKER_AWAY_SECONDS } = this.#options
    while (!signal.aborted) {
      if (this.#outages.awaySeconds(systemClock.nowSeconds()) > awaySeconds)
        throw new UserError(
          `${shown}: expected a broker that stays until all of run ${run} is read, got one that was away for ${formatDuration(awaySeconds)}; what it keeps can be collected when it is back`,
        )
      await systemClock.sleep(ALIVE_SECONDS, signal)
    }
    return null
  }

  /** What it answers, also where it was away meanwhile. @throws UserError where it does not, or refuses */
  async answer<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const { run, shown, signal } = this.#options
    for (;;)
      try {
        return await ask()
      } catch (cause) {
        // A moment later it is known whether the connection was lost.
        await systemClock.sleep(ALIVE_SECONDS, signal)
        if (this.#isSettling && mayPass(cause) && !signal.aborted) continue
        if (cause instanceof UserError) throw cause
        throw new UserError(`${shown}: expected what it keeps of run ${run}, got: ${reasonOf(cause)}`, { cause })
      }
  }

  /** It is away, or was a moment ago: one that starts does not do everything at once. */
  get #isSettling(): boolean {
    return this.#wasAway && this.seenSeconds - this.#sinceSeconds < SETTLING_SECONDS
  }
}
