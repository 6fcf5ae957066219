// The connections over which pages are fetched: one agent for each way to an endpoint, and one for wherever a redirect
// leads beyond it.

import { Agent, buildConnector } from 'undici'
import type { Via } from '../../core/route/route.ts'
import { secureOptions } from '../../core/route/secure-options.ts'
import type { TlsMaterial } from '../../core/route/tls-material.ts'

export interface PageAgentOptions {
  readonly verifyTls: boolean
  readonly tls?: TlsMaterial
}

export class PageAgents {
  readonly #options: PageAgentOptions
  readonly #agents = new Map<string, PageAgent>()

  constructor(options: PageAgentOptions) {
    this.#options = options
  }

  /** For one endpoint. */
  for(via: Via): PageAgent {
    const key = `${via.socket ?? ''}\n${via.address ?? ''}`
    return this.#kept(key, () => new PageAgent(this.#options, via))
  }

  /** For any other service: it is not told who the client is, and has a name of its own. */
  get elsewhere(): PageAgent {
    const { verifyTls, tls } = this.#options
    const ca = tls?.ca === undefined ? undefined : { ca: tls.ca }
    return this.#kept('elsewhere', () => new PageAgent({ verifyTls, ...(ca && { tls: ca }) }, {}))
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map(({ agent }) => agent.destroy()))
  }

  #kept(key: string, make: () => PageAgent): PageAgent {
    const agent = this.#agents.get(key) ?? make()
    this.#agents.set(key, agent)
    return agent
  }
}

export class PageAgent {
  readonly agent: Agent
  #connecting = 0

  constructor({ verifyTls, tls }: PageAgentOptions, { socket, address }: Via) {
    const connector = buildConnector({
      rejectUnauthorized: verifyTls,
      ...(tls && secureOptions(tls)),
      ...(socket !== undefined && { socketPath: socket }),
    })
    this.agent = new Agent({
      connect: (given, callback) => {
        this.#connecting++
        const options = {
          ...given,
          ...(address !== undefined && { hostname: address }),
          ...(tls?.serverName !== undefined && { servername: tls.serverName }),
        }
        connector(options, (...result) => {
          this.#connecting--
          callback(...result)
        })
      },
    })
  }

  /** Whether a connection is on its way: what waits now waits for it, and not for a page. */
  get isConnecting(): boolean {
    return this.#connecting > 0
  }
}
