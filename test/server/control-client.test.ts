import { expect, it } from 'vitest'
import { systemClock } from '../../core/clock.ts'
import { ControlClient } from '../../server/control-client.ts'
import { ServerGoneError } from '../../server/process/server-exited-error.ts'
import { call, TOKEN, testServer } from './loopback.ts'

it('begins, collects and begins anew', async () => {
  const { apiUrl, metricsUrl } = await testServer()
  const client = new ControlClient(metricsUrl, TOKEN)
  const zeroSeconds = systemClock.nowSeconds() - 1000
  await client.beginRecord(zeroSeconds)
  expect(await client.collectRecord()).toEqual({ seconds: [] })
  await call(`${apiUrl}/predict`)
  const { seconds } = await client.collectRecord()
  expect(seconds.map(({ latencies }) => [...latencies.counts])).toEqual([[1]])
  expect(seconds[0]?.second).toBeGreaterThanOrEqual(1000)
  await client.beginRecord(zeroSeconds)
  expect(await client.collectRecord()).toEqual({ seconds: [] })
})

it('says what was refused, and why', async () => {
  const { metricsUrl } = await testServer()
  await expect(new ControlClient(metricsUrl, 'wrong').setFaults([])).rejects.toThrow(
    /^PUT \/control\/faults: expected success, got 401: .*token/,
  )
  await expect(new ControlClient(metricsUrl, TOKEN).collectRecord()).rejects.toThrow(
    /^GET \/control\/record: expected success, got 409: .*nothing is recorded/,
  )
})

it('says that nobody answers', async () => {
  const server = await testServer()
  await server.close()
  const attempt = new ControlClient(server.metricsUrl, TOKEN).setFaults([])
  await expect(attempt).rejects.toThrow(ServerGoneError)
  await expect(attempt).rejects.toThrow('the model server did not answer PUT /control/faults: ')
})
