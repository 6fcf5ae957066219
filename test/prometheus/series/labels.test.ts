import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dropLabels,
  formatLabels,
  keepLabels,
  labelSignature,
  labelValue,
  setLabel,
  signatureOf,
} from '../../../prometheus/series/labels.ts'

const name = fc.constantFrom<string>('a', 'b', 'le', '__name__', 'constructor', '__proto__', '1:a')
const labels = fc
  .uniqueArray(fc.tuple(name, fc.string({ minLength: 1, maxLength: 4 })), { selector: ([each]) => each })
  .map((pairs) => Object.fromEntries(pairs))

describe('labels', () => {
  it('have equal signatures exactly where they are equal, in any order of their keys', () => {
    fc.assert(
      fc.property(labels, labels, (a, b) => {
        const sorted = (set: typeof a) => JSON.stringify(Object.entries(set).sort())
        expect(labelSignature(a) === labelSignature(b)).toBe(sorted(a) === sorted(b))
        expect(labelSignature(Object.fromEntries(Object.entries(a).toReversed()))).toBe(labelSignature(a))
      }),
    )
  })

  it('are split by keepLabels and dropLabels into two sets without overlap', () => {
    fc.assert(
      fc.property(labels, fc.array(name), (set, names) => {
        const parts = [...Object.entries(keepLabels(set, names)), ...Object.entries(dropLabels(set, names))]
        expect(labelSignature(Object.fromEntries(parts))).toBe(labelSignature(set))
        expect(Object.keys(keepLabels(set, names)).every((each) => names.includes(each))).toBe(true)
      }),
    )
  })

  it.each([
    ['a', 'x'],
    ['missing', ''],
    ['toString', ''],
    ['__proto__', ''],
  ])('labelValue of %s is %j', (label, value) => {
    expect(labelValue({ a: 'x' }, label)).toBe(value)
  })

  it('have the same signature for a missing label and an empty one', () => {
    expect(signatureOf({ a: '1' }, ['a', 'b'])).toBe(signatureOf({ a: '1', b: '' }, ['a', 'b']))
    expect(signatureOf({ a: '1' }, ['a', 'b'])).not.toBe(signatureOf({ b: '1' }, ['a', 'b']))
  })

  it('lose a label that is set to the empty string', () => {
    expect(setLabel({ a: '1', b: '2' }, 'a', '')).toEqual({ b: '2' })
    expect(setLabel({ b: '2' }, 'a', '1')).toEqual({ b: '2', a: '1' })
  })

  it.each([
    [{}, '{}'],
    [{ __name__: 'up' }, 'up'],
    [{ __name__: 'up', job: 'a"b', i: '1' }, 'up{i="1", job="a\\"b"}'],
    [{ job: 'a' }, '{job="a"}'],
    [{ __name__: 'http.server', 'http.route': '/' }, '{"http.server", "http.route"="/"}'],
  ])('are printed as Prometheus prints them: %j as %s', (set, text) => {
    expect(formatLabels(set)).toBe(text)
  })
})
