import { describe, expect, it } from 'vitest'
import { readLayouts, spanEnd } from '../../../commands/flags/layout-flags.ts'

const NOTE = 'bounds without a unit are seconds, so the first bucket ends at 100s; milliseconds are written 100ms'

it.each([
  ['100,200,300', [`layout 100,200,300: ${NOTE}`]],
  ['mine=100,200', [`layout mine: ${NOTE}`]],
  ['linear(100,100,5)', [`layout linear(100,100,5): ${NOTE}`]],
  ['100ms,200ms', []],
  ['15s,30s', []],
  ['0.1,0.2,20', []],
  ['native(4)', []],
  ['prom-client', []],
])('notes of --layout %s what was probably meant', async (text, notes) => {
  const said: string[] = []
  await readLayouts([text], (sentence) => said.push(sentence))
  expect(said).toEqual(notes)
})

describe('spanEnd', () => {
  it.each([
    ['now', { beforeEndMs: 0 }],
    ['-90m', { beforeEndMs: 5_400_000 }],
    ['-7d', { beforeEndMs: 604_800_000 }],
    ['1700000000.5', { atMs: 1_700_000_000_500 }],
    ['2026-01-31T12:00:00Z', { atMs: Date.UTC(2026, 0, 31, 12) }],
    ['2026-01-31', { atMs: Date.UTC(2026, 0, 31) }],
    ['2026-01-31T12:00:00+02:00', { atMs: Date.UTC(2026, 0, 31, 10) }],
  ])('reads %s', (text, expected) => {
    expect(spanEnd(text)).toEqual(expected)
  })

  it.each(['2026-01-31T12:00', '2026-01-31T12:00:00', '2026-01-31 12:00:00.000'])(
    'reads %s in UTC, wherever this machine is',
    (text) => {
      const zone = process.env.TZ
      process.env.TZ = 'Asia/Tokyo'
      try {
        expect(spanEnd(text)).toEqual({ atMs: Date.UTC(2026, 0, 31, 12) })
      } finally {
        if (zone === undefined) delete process.env.TZ
        else process.env.TZ = zone
      }
    },
  )

  it.each(['', 'yesterday', '-', '-1x', '1h', '2026-13-45'])('refuses %s', (text) => {
    expect(() => spanEnd(text)).toThrow('Expected now, a time before it such as -1h')
  })
})
