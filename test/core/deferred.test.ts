import { expect, it } from 'vitest'
import { deferred } from '../../core/deferred.ts'

it('resolves once, whatever is called afterwards', async () => {
  const { promise, resolve, reject } = deferred<number>()
  resolve(1)
  resolve(2)
  reject(new Error('late'))
  expect(await promise).toBe(1)
})

it('rejects with the given reason', async () => {
  const { promise, reject } = deferred()
  reject(new Error('refused'))
  await expect(promise).rejects.toThrow('refused')
})
