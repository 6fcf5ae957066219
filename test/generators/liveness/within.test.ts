import { expect, it } from 'vitest'
import { within } from '../../../generators/liveness/within.ts'

it('waits for what comes in time', async () => {
  expect(await within(60, Promise.resolve('done'))).toBe(true)
  await expect(within(60, Promise.reject(new Error('no')))).rejects.toThrow('no')
})

it('waits no longer for what does not', async () => {
  expect(await within(0.01, new Promise(() => {}))).toBe(false)
})
