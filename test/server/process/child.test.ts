import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { UserError } from '../../../core/user-error.ts'
import { ServerChild } from '../../../server/process/child.ts'
import { ServerExitedError } from '../../../server/process/server-exited-error.ts'
import { call, options } from '../loopback.ts'

async function started(patience?: ConstructorParameters<typeof ServerChild>[0]) {
  const child = new ServerChild(patience)
  onTestFinished(() => child.stop())
  return { child, urls: await child.start(options()) }
}

it('kills a process that does not end by itself', async () => {
  const { child } = await started({ killAfterSeconds: 0.05 })
  process.kill(child.pid, 'SIGSTOP')
  await child.stop()
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' })
})

it('begins a record, collects it, and begins anew', async () => {
  const { child, urls } = await started()
  const epochSeconds = systemClock.nowSeconds() - 1000
  await child.call('beginRecord', epochSeconds)
  expect(await child.call('collectRecord')).toMatchObject({ seconds: [] })
  await call(`${urls.apiUrl}/predict`)
  const { seconds } = await child.call('collectRecord')
  expect(seconds.map(({ latencies }) => [...latencies.counts])).toEqual([[1]])
  expect(seconds[0]?.latencies.values).toBeInstanceOf(Float64Array)
  expect(seconds[0]?.second).toBeGreaterThanOrEqual(1000)
  await child.call('beginRecord', epochSeconds)
  expect(await child.call('collectRecord')).toMatchObject({ seconds: [] })
})

it('rejects a command that the server refuses with its reason, and goes on', async () => {
  const { child } = await started()
  const refused = child.call('collectRecord')
  await expect(refused).rejects.toThrow('the model server: nothing is recorded: call beginRecord first')
  await expect(refused).rejects.not.toThrow(UserError)
  await child.call('setFaults', [])
})

it('gives up on a reply that does not come in time', async () => {
  const { child } = await started({ killAfterSeconds: 0.05, replyDeadlineSeconds: 0.1 })
  process.kill(child.pid, 'SIGSTOP')
  const late = child.call('setFaults', [])
  await expect(late).rejects.toThrow('the model server did not reply to setFaults within 0.1 s')
  await expect(late).rejects.toThrow(ServerExitedError)
})

it('drains with what was observed down to the last response', async () => {
  const { child, urls } = await started()
  await child.call('beginRecord', systemClock.nowSeconds())
  await call(`${urls.apiUrl}/predict`)
  const { seconds } = await child.drain()
  expect(seconds.map(({ latencies }) => [...latencies.counts])).toEqual([[1]])
  expect(await child.exited).toEqual({ code: 0, signal: null })
})

it('says that a process which had to be killed left no record', async () => {
  const { child } = await started({ killAfterSeconds: 0.05 })
  await child.call('beginRecord', systemClock.nowSeconds())
  process.kill(child.pid, 'SIGSTOP')
  await expect(child.drain()).rejects.toThrow('the model server ended without its record')
})
