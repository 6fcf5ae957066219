import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { boundedCount } from '../../../core/latency/latency-counts.ts'
import { allObservations } from '../../../core/run/exact-record.ts'
import { nonEphemeralPorts } from '../../../server/process/non-ephemeral-ports.ts'
import { RestartableServer } from '../../../server/process/restartable-server.ts'
import type { ServerOptions } from '../../../server/server-options.ts'
import { behaviour, call, metric, options, untilArrived } from '../loopback.ts'

async function launched(changes: Partial<ServerOptions> = {}): Promise<RestartableServer> {
  const [apiPort = 0, metricsPort = 0] = await nonEphemeralPorts('127.0.0.1', 2)
  const server = await RestartableServer.launch(options({ apiPort, metricsPort, ...changes }))
  onTestFinished(() => server.stop())
  return server
}

const exitWithin200ms = (server: RestartableServer) => Promise.race([server.unexpectedExit, systemClock.sleep(0.2)])

describe('RestartableServer', () => {
  it('a restart answers what is in flight, keeps the ports and the exact record, and resets the counters', async () => {
    const server = await launched({ behaviour: behaviour({ kind: 'constant', seconds: 0.2 }) })
    await server.beginRecord(systemClock.nowSeconds())
    await call(`${server.apiUrl}/predict`)
    const inFlight = call(`${server.apiUrl}/predict`)
    await untilArrived(server, 2)
    await server.restart()
    expect((await inFlight).status).toBe(200)
    expect(await metric(server, 'model_latency_seconds_count')).toBe(0)
    await call(`${server.apiUrl}/predict`)
    expect(await metric(server, 'model_latency_seconds_count')).toBe(1)
    const record = await server.collectRecord()
    expect(boundedCount(allObservations(record))).toBe(3)
    const seconds = record.seconds.map(({ second }) => second)
    expect(seconds).toEqual([...new Set(seconds)].sort((a, b) => a - b))
    expect(await exitWithin200ms(server)).toBeUndefined()
  })

  it('restarts without faults, and calls made meanwhile wait', async () => {
    const server = await launched()
    await server.setFaults([{ kind: 'errors', share: 1 }])
    await server.restart()
    expect((await call(`${server.apiUrl}/predict`)).status).toBe(200)
    const back = server.restart()
    await server.setFaults([{ kind: 'errors', share: 1 }])
    await back
    expect((await call(`${server.apiUrl}/predict`)).status).toBe(500)
  })

  it('can be stopped while it restarts, which is not reported as an unexpected exit', async () => {
    const server = await launched()
    const back = server.restart()
    await server.stop()
    await back
    await expect(call(`${server.apiUrl}/predict`)).rejects.toThrow('ECONNREFUSED')
    expect(await exitWithin200ms(server)).toBeUndefined()
  })

  it('reports a restart that fails', async () => {
    const server = await launched()
    process.env.NODE_OPTIONS = '--no-such-flag'
    onTestFinished(() => void delete process.env.NODE_OPTIONS)
    await expect(server.restart()).rejects.toThrow('the model server exited with code 9')
    expect(await server.unexpectedExit).toMatch(/^the server did not come back: the model server exited with code 9/)
    await expect(server.collectRecord()).rejects.toThrow('exited with code 9')
  })
})
