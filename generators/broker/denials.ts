// What the broker does not let us do. It says so beside everything else, and what was denied is simply not done: a subject
// that nobody may listen to is as silent as one that nobody speaks under. So whoever waits for something looks here.

import { errors, type NatsConnection } from '@nats-io/transport-node'
import { UserError } from '../../core/user-error.ts'
import { type Joining, loginInWords } from './broker-refusal.ts'

/** What only tidies up: no run is worse for it, and whoever tried it says that something is left. */
const TIDYING = /^\$JS\.API\.(STREAM|CONSUMER)\.DELETE\./

export class Denials {
  #first: string | null = null
  #onFirst: (reason: string) => void = () => {}
  /** Resolves when there is one. */
  readonly said: Promise<string>

  constructor(connection: NatsConnection, joining: Joining) {
    this.said = new Promise((resolve) => {
      this.#onFirst = resolve
    })
    void this.#watch(connection, joining)
  }

  /** The first of them, as a sentence; null where there was none. */
  get first(): string | null {
    return this.#first
  }

  /** @throws UserError where there was one */
  check(): void {
    if (this.#first !== null) throw new UserError(this.#first)
  }

  async #watch(connection: NatsConnection, { address, credentials }: Joining): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type !== 'error' || !(status.error instanceof errors.PermissionViolationError)) continue
      const { operation, subject } = status.error
      if (this.#first !== null || TIDYING.test(subject)) continue
      const what = `${operation === 'publish' ? 'publish' : 'subscribe'} to ${subject}`
      this.#first = `${address.shown}: expected ${loginInWords(credentials.login)} to be allowed to ${what}, got a refusal of the broker (docs/generators.md lists what is needed)`
      this.#onFirst(this.#first)
    }
  }
}
