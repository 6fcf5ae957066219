// A coordinator and its generators in one process, over a real broker.

import { UserError } from '../../../core/user-error.ts'
import { type AgentOptions, runAgent } from '../../../generators/agent/run-agent.ts'
import type { Coordinator } from '../../../generators/coordinator/coordinator.ts'
import { type OpenOptions, openCoordinator } from '../../../generators/coordinator/open-coordinator.ts'
import { startWorkerThread } from '../../../load/generator/start-worker.ts'
import type { NatsServer } from '../../support/nats-server.ts'

export interface TestAgent {
  readonly lines: string[]
  readonly ended: Promise<string>
  stop(): Promise<unknown>
}

export function startAgent(server: NatsServer, name: string, change: Partial<AgentOptions> = {}): TestAgent {
  const stop = new AbortController()
  const lines: string[] = []
  const ended = runAgent({
    address: server.address,
    credentials: server.credentials,
    run: null,
    name,
    program: '1.0.0',
    startWorker: startWorkerThread,
    signal: stop.signal,
    say: (line) => lines.push(line),
    ...change,
  }).catch((error) => {
    if (error instanceof UserError) return error.message
    throw error
  })
  return {
    lines,
    ended,
    stop: () => {
      stop.abort()
      return ended
    },
  }
}

export async function coordinate(server: NatsServer, change: Partial<OpenOptions> = {}): Promise<Coordinator> {
  const coordinator = await openCoordinator({
    address: server.address,
    credentials: server.credentials,
    run: 'test',
    generators: 1,
    program: '1.0.0',
    patienceSeconds: 10,
    signal: new AbortController().signal,
    say: () => {},
    ...change,
  })
  if (coordinator === null) throw new Error('expected a coordinator, got none')
  return coordinator
}
