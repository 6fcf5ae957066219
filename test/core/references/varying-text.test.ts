import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinVarying, shownReference, splitVarying } from '../../../core/references/varying-text.ts'

const reference = fc.record({
  source: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,5}$/),
  name: fc.stringMatching(/^[^{}\r\n]{1,8}$/),
})
const literal = fc.oneof(fc.string(), fc.stringMatching(/^[${}.a]{0,8}$/))

it('keeps references apart from whatever is literal', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(reference, literal)), (parts) => {
      const merged: typeof parts = []
      for (const part of parts) {
        const last = merged.at(-1)
        if (typeof part === 'string' && typeof last === 'string') merged.splice(-1, 1, last + part)
        else if (part !== '') merged.push(part)
      }
      expect(splitVarying(joinVarying(parts))).toEqual(merged)
    }),
  )
})

it.each([
  ['a$', `a$$\${users.email}`],
  ['$', `$$\${users.email}`],
  [`\${`, `$$\{\${users.email}`],
])('does not take %j before a reference for an escape', (before, joined) => {
  const parts = [before, { source: 'users', name: 'email' }]
  expect(joinVarying(parts)).toBe(joined)
  expect(splitVarying(joined)).toEqual(parts)
})

it('shows a reference as the scenario has it', () => {
  expect(shownReference({ source: 'users', name: 'First Name' })).toBe(`\${users.First Name}`)
})
