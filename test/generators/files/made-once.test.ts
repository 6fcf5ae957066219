import { describe, expect, it } from 'vitest'
import { MadeOnce } from '../../../generators/files/made-once.ts'

describe('what is made once for each name', () => {
  it('is made for the first who asks, and the same for all others', async () => {
    const asked: string[] = []
    const made = new MadeOnce(async (name) => asked.push(name))
    expect(await Promise.all([made.get('a'), made.get('a'), made.get('b'), made.get('a')])).toEqual([1, 1, 2, 1])
    expect(asked).toEqual(['a', 'b'])
  })

  it('is made anew for the next who asks where it failed', async () => {
    let attempts = 0
    const made = new MadeOnce(async () => {
      if (++attempts === 1) throw new Error('too many open files')
      return attempts
    })
    await expect(Promise.all([made.get('a'), made.get('a')])).rejects.toThrow('too many open files')
    expect(await made.get('a')).toBe(2)
  })

  it('is handed over once, without what failed', async () => {
    const made = new MadeOnce(async (name) => (name === 'b' ? Promise.reject(new Error('none')) : name))
    await Promise.allSettled([made.get('a'), made.get('b'), made.get('c')])
    expect(await made.takeAll()).toEqual(['a', 'c'])
    expect(await made.takeAll()).toEqual([])
  })
})
