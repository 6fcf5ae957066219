import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GeneratedValue, generateValue } from '../../../core/data/generated-value.ts'
import { randomStream } from '../../../core/random.ts'

const NOW_MS = Date.parse('2026-01-31T12:00:00.999Z')
const generated = (value: GeneratedValue, stream = 'a') => generateValue(value, randomStream(1, stream), NOW_MS)
const streams = Array.from({ length: 500 }, (_, i) => `stream ${i}`)

describe('a generated value', () => {
  it('is a UUID of version 4, and another for each stream', () => {
    const all = streams.map((stream) => generated({ name: 'id', kind: 'uuid' }, stream))
    for (const id of all) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(all).size).toBe(streams.length)
    expect(generated({ name: 'id', kind: 'uuid' })).toBe(generated({ name: 'id', kind: 'uuid' }))
    // Every digit but the fixed ones takes every value.
    for (const at of [0, 9, 15, 20, 24, 35]) expect(new Set(all.map((id) => String(id)[at])).size).toBe(16)
  })

  it('is a whole number of its range, both ends included', () => {
    const all = streams.map((stream) => generated({ name: 'n', kind: 'integer', from: -1, to: 2 }, stream))
    expect([...new Set(all)].sort()).toEqual([-1, 0, 1, 2])
  })

  it('is a safe whole number also of a large range', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.string(), (a, b, stream) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        fc.pre(to - from < Number.MAX_SAFE_INTEGER)
        const value = Number(generated({ name: 'n', kind: 'integer', from, to }, stream))
        expect(Number.isSafeInteger(value) && value >= from && value <= to).toBe(true)
      }),
    )
  })

  it.each([
    ['iso', '2026-01-31T12:00:00.999Z'],
    ['unix', 1769860800],
    ['unixMilliseconds', 1769860800999],
  ] as const)('is the time as %s', (format, value) => {
    expect(generated({ name: 'at', kind: 'timestamp', format })).toBe(value)
  })

  it('is one of several, and keeps its type', () => {
    const values = ['red', 2, true]
    const all = streams.map((stream) => generated({ name: 'colour', kind: 'choice', values }, stream))
    expect(new Set(all)).toEqual(new Set(values))
  })
})
