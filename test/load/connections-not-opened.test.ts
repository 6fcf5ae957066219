import { describe, expect, it } from 'vitest'
import { NO_LATENCIES } from '../../core/latency/latency-counts.ts'
import { UserError } from '../../core/user-error.ts'
import { connectionsNotOpened, type OpenedConnections } from '../../load/connections-not-opened.ts'

const URL = 'http://10.0.0.1:80'
const NO_ROUTE = 'network unreachable (ENETUNREACH)'

function opened(
  generator: number,
  openConnections: number,
  connectFailure: string | null = null,
  isThread = false,
): OpenedConnections {
  const machine = {
    name: `load-${generator}`,
    host: `host-${generator}`,
    programVersion: '1.0.0',
    clock: null,
    place: 'elsewhere',
    cores: 2,
    lastLines: [],
  } as const
  return {
    ...{ generator, openConnections, connectFailure, wakeError: NO_LATENCIES },
    ...{ machine: isThread ? null : machine, wanted: 4 },
  }
}

describe('connections that could not be opened', () => {
  it('are none where all were', () => {
    expect(connectionsNotOpened(URL, [opened(1, 4), opened(2, 4)], 2)).toBeNull()
  })

  it('are a problem where each generator has some', () => {
    expect(connectionsNotOpened(URL, [opened(1, 4), opened(2, 1, 'connection reset')], 2)).toEqual({
      ...{ kind: 'connections-not-opened', url: URL, opened: 5, wanted: 8, reason: 'connection reset' },
    })
  })

  it('are a problem where a thread has none, which has no other way than the others', () => {
    expect(connectionsNotOpened(URL, [opened(1, 4, null, true), opened(2, 0, null, true)], 2)).toMatchObject({
      ...{ opened: 4, wanted: 8, reason: 'no answer' },
    })
  })

  it('are not those of a generator that is not there to open them', () => {
    expect(connectionsNotOpened(URL, [opened(1, 4)], 2)).toBeNull()
  })

  it.each([
    [
      'where nobody has one',
      [opened(1, 0), opened(2, 0, 'connection refused (ECONNREFUSED)')],
      'http://10.0.0.1:80: expected a service that accepts connections, got: connection refused (ECONNREFUSED)',
    ],
    [
      'where one machine has none, and others have',
      [opened(1, 4), opened(2, 0, NO_ROUTE), opened(3, 4)],
      `http://10.0.0.1:80: expected a service that every generator reaches, got none from generator 2 of 9 (load-2 on host-2): ${NO_ROUTE}; 2 others reach it`,
    ],
    [
      'where several have none',
      [opened(1, 0), opened(2, 0, NO_ROUTE), opened(3, 4)],
      `http://10.0.0.1:80: expected a service that every generator reaches, got none from generator 1 of 9 (load-1 on host-1): no answer and generator 2 of 9 (load-2 on host-2): ${NO_ROUTE}; 1 other reaches it`,
    ],
  ])('end the run %s', (_, each, message) => {
    expect(() => connectionsNotOpened(URL, each, 9)).toThrow(new UserError(message))
  })

  it('names the first of many machines that have none', () => {
    const cutOff = Array.from({ length: 10 }, (_, i) => opened(i + 2, 0))
    expect(() => connectionsNotOpened(URL, [opened(1, 4), ...cutOff], 11)).toThrow(
      /\(load-9 on host-9\): no answer and 2 more; 1 other reaches it$/,
    )
  })
})
