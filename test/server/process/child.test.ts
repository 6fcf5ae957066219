import { expect, it } from 'vitest'
import { ServerChild } from '../../../server/process/child.ts'
import { options } from '../loopback.ts'

it('kills by force what does not end by itself', async () => {
  const child = new ServerChild(0.05)
  await child.start(options())
  process.kill(child.pid, 'SIGSTOP')
  await child.stop()
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' })
})
