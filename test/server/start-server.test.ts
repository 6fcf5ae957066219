import { describe, expect, it } from 'vitest'
import { bucketLayout } from '../../core/histogram/bucket-layout.ts'
import { UserError } from '../../core/user-error.ts'
import { startServer } from '../../server/start-server.ts'
import { AT_ONCE, behaviour, call, metric, options, testServer, untilArrived } from './loopback.ts'

const portOf = (url: string) => Number(new URL(url).port)

describe('startServer', () => {
  it('listens on two free ports of loopback', async () => {
    const { apiUrl, metricsUrl } = await testServer()
    expect([apiUrl, metricsUrl].map((url) => new URL(url).hostname)).toEqual(['127.0.0.1', '127.0.0.1'])
    expect(portOf(apiUrl)).not.toBe(portOf(metricsUrl))
  })

  it.each([
    ['API', (taken: string) => ({ apiPort: portOf(taken) }), 'the API'],
    ['metrics', (taken: string) => ({ metricsPort: portOf(taken) }), 'the metrics'],
  ])('rejects a taken %s port in one line, and keeps no other open', async (_what, ports, purpose) => {
    const first = await testServer()
    const attempt = startServer(options(ports(first.apiUrl)))
    await expect(attempt).rejects.toThrow(UserError)
    await expect(attempt).rejects.toThrow(
      `port ${portOf(first.apiUrl)} on 127.0.0.1 is taken: stop what listens there, or choose another port for ${purpose}`,
    )
  })

  it('closes the API port where the metrics port is taken', async () => {
    const first = await testServer()
    const { apiUrl: free, close } = await startServer(options())
    await close()
    const ports = { apiPort: portOf(free), metricsPort: portOf(first.apiUrl) }
    await expect(startServer(options(ports))).rejects.toThrow(UserError)
    const again = await testServer({ apiPort: portOf(free) })
    expect((await call(`${again.apiUrl}/healthz`)).status).toBe(200)
  })

  it('refuses one port for both', async () => {
    const { apiUrl, close } = await startServer(options())
    await close()
    const port = portOf(apiUrl)
    await expect(startServer(options({ apiPort: port, metricsPort: port }))).rejects.toThrow(
      `the API and the metrics need a port each, got ${port} for both`,
    )
  })

  it('names a trace file that does not exist', async () => {
    const latency = { kind: 'trace', file: '/no/such/trace.txt' } as const
    await expect(startServer(options({ behaviour: behaviour(latency) }))).rejects.toThrow(
      '/no/such/trace.txt: cannot read the latency trace',
    )
  })

  it('observes every latency in the extra layouts too', async () => {
    const server = await testServer({ extraLayouts: [bucketLayout('fine', [0.01])] })
    await call(`${server.apiUrl}/predict`)
    expect(await metric(server, 'model_latency_seconds_layout_fine_count')).toBe(1)
    expect(await metric(server, 'model_latency_seconds_layout_fine_sum')).toBe(
      await metric(server, 'model_latency_seconds_sum'),
    )
  })

  it('closes once, answers what is in flight, and accepts nothing more', async () => {
    const server = await startServer(options({ behaviour: behaviour({ kind: 'constant', seconds: 0.2 }) }))
    const inService = call(`${server.apiUrl}/predict`)
    await untilArrived(server, 1)
    const closing = [server.close(), server.close()]
    await expect(call(`${server.apiUrl}/healthz`, { reset: true })).rejects.toThrow()
    expect((await inService).status).toBe(200)
    await Promise.all(closing)
    await server.close()
  })

  it('serves on the ports of a server that was closed', async () => {
    const first = await startServer(options({ behaviour: behaviour(AT_ONCE) }))
    await call(`${first.apiUrl}/predict`)
    await first.close()
    const again = await testServer({ apiPort: portOf(first.apiUrl), metricsPort: portOf(first.metricsUrl) })
    expect(again.apiUrl).toBe(first.apiUrl)
    expect(await metric(again, 'model_latency_seconds_count')).toBe(0)
  })
})
