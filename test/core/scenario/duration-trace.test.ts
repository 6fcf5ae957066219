import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDurationTrace } from '../../../core/scenario/duration-trace.ts'
import { UserError } from '../../../core/user-error.ts'

describe('parseDurationTrace', () => {
  it.each([
    ['a unit', '250ms\n1.5s\n', [0.25, 1.5]],
    ['plain seconds', '0.25\n2\n.5\n', [0.25, 2, 0.5]],
    ['an exponent', '2.5e-1\n1E1', [0.25, 10]],
    ['zero with and without a unit', '0\n0ms', [0, 0]],
    ['comments, empty lines and spaces', '# measured\n\n  40ms  # the usual\n\t\n', [0.04]],
    ['lines that end as on Windows', '10ms\r\n20ms\r\n', [0.01, 0.02]],
    ['a byte order mark', '\uFEFF10ms', [0.01]],
  ])('reads %s', (_what, text, expected) => {
    expect(parseDurationTrace(text)).toEqual(expected)
  })

  it.each([
    ['a word', '10ms\nfast\n', 'line 2: expected a duration with a unit'],
    ['an unknown unit', '# one\n\n3 fortnights', 'line 3: expected'],
    ['a negative duration', '-1', 'line 1: expected'],
    ['more than a float holds', '1e999', 'line 1: expected'],
    ['two on a line', '10ms 20ms', 'got 10ms 20ms'],
    ['nothing but comments', '# nothing\n', 'expected at least one duration'],
    ['an empty file', '', 'expected at least one duration'],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseDurationTrace(text)).toThrow(UserError)
    expect(() => parseDurationTrace(text)).toThrow(message)
  })

  it('reads back any list of seconds that was written one a line', () => {
    const seconds = fc.double({ min: 0, max: 1e6, noNaN: true }).map((x) => x + 0)
    fc.assert(
      fc.property(fc.array(seconds, { minLength: 1 }), (durations) => {
        expect(parseDurationTrace(durations.join('\n'))).toEqual(durations)
      }),
    )
  })
})
