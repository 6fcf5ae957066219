import { describe, expect, it } from 'vitest'
import { isMapping, listIn, mappingIn } from '../../../core/file/mapping.ts'

describe('what was parsed', () => {
  it.each([
    ['a mapping', { a: 1 }, true, { a: 1 }, []],
    ['a list', [1], false, {}, [1]],
    ['nothing', null, false, {}, []],
    ['a text', 'a', false, {}, []],
  ])('is %s', (_, value, isOne, mapping, list) => {
    expect([isMapping(value), mappingIn(value), listIn(value)]).toEqual([isOne, mapping, list])
  })
})
