// Joins the broker and finds the generators that a coordinator is to lead. What becomes of the broker meanwhile is said.

import type { NatsConnection } from '@nats-io/transport-node'
import { connectBroker } from '../broker/connect-broker.ts'
import type { BrokerCredentials } from '../broker/credentials.ts'
import { Denials } from '../broker/denials.ts'
import { watchBroker } from '../broker/watch-broker.ts'
import { type Hello, ownVersions } from '../wire/call.ts'
import { Coordinator, type CoordinatorOptions } from './coordinator.ts'
import { gatherAgents } from './gather-agents.ts'

export interface OpenOptions extends CoordinatorOptions {
  readonly credentials: BrokerCredentials
  readonly generators: number
  /** How long the broker and the generators are waited for. */
  readonly patienceSeconds: number
  readonly signal: AbortSignal
  /** What else may have gone wrong while generators are waited for; null where nothing has. */
  readonly failure?: () => string | null
}

/**
 * Joins the broker and claims its generators.
 * @returns null where the signal was aborted before they were there
 * @throws UserError where the broker does not let us in, or there are too few of them
 */
export async function openCoordinator(options: OpenOptions): Promise<Coordinator | null> {
  const { address, credentials, run, patienceSeconds, signal, say } = options
  const connection = await connectBroker({
    address,
    credentials,
    name: `sla-harness coordinator of ${run}`,
    patienceSeconds,
    signal,
    onWaiting: (reason) => say(`waiting for the broker at ${address.shown}: ${reason}`),
  })
  if (connection === null) return null
  const broker = new AwaitedBroker(connection, (line) => say(`the broker at ${address.shown} ${line}`))
  try {
    const denials = new Denials(connection, options)
    const failure = () => denials.first ?? options.failure?.() ?? null
    const versions = ownVersions(options.program)
    const isBrokerAway = () => broker.isAway
    const agents = await gatherAgents({
      ...{ ...options, connection, versions, failure, isBrokerAway },
      onWaiting: say,
      onRefused: say,
    })
    broker.leave()
    if (agents !== null) return new Coordinator(connection, denials, options, withOwnNames(agents))
  } catch (error) {
    await connection.close()
    throw error
  }
  await connection.close()
  return null
}

/** Says what becomes of the broker, until generators are there. */
class AwaitedBroker {
  isAway = false
  readonly #left = new AbortController()

  constructor(connection: NatsConnection, say: (line: string) => void) {
    const is = (isAway: boolean) => {
      say(isAway ? 'is away; waiting for it' : 'is back')
      this.isAway = isAway
    }
    watchBroker(connection, { onAway: () => is(true), onBack: () => is(false), onClosed: () => {} }, this.#left.signal)
  }

  leave(): void {
    this.#left.abort()
  }
}

/** Two that were given one name are told apart by a number. */
function withOwnNames(agents: readonly Hello[]): Hello[] {
  const seen = new Map<string, number>()
  return agents.map((agent) => {
    const nth = (seen.get(agent.name) ?? 0) + 1
    seen.set(agent.name, nth)
    return nth === 1 ? agent : { ...agent, name: `${agent.name} (${nth})` }
  })
}
