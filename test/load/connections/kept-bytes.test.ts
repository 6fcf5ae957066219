import { expect, it } from 'vitest'
import { KeptBytes } from '../../../load/connections/kept-bytes.ts'

it('keeps what was appended, however long, when its source is overwritten', () => {
  const kept = new KeptBytes()
  const source = Buffer.from('0123456789')
  for (let i = 0; i < 500; i++) kept.append(source, 2, 7)
  source.fill('?')
  expect([kept.length, kept.take().toString()]).toEqual([2500, '23456'.repeat(500)])
})

it('begins anew when it was cleared, and what was taken stays', () => {
  const kept = new KeptBytes()
  kept.append(Buffer.from('before'), 0, 6)
  const taken = kept.take()
  kept.clear()
  kept.append(Buffer.from('after'), 0, 5)
  expect([taken.toString(), kept.take().toString()]).toEqual(['before', 'after'])
})

it('gives the first bytes of more', () => {
  const kept = new KeptBytes()
  kept.append(Buffer.from('0123456789'), 0, 10)
  expect([kept.take(4).toString(), kept.take(40).toString()]).toEqual(['0123', '0123456789'])
})
