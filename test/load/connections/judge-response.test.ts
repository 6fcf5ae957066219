import { describe, expect, it } from 'vitest'
import { containsJson, judgeResponse, needsBody } from '../../../load/connections/judge-response.ts'
import { OUTCOMES } from '../../../load/recording/outcome.ts'

describe('an answer is judged', () => {
  it.each([
    ['any 2xx where no status is named', [], undefined, 204, '', 'completed'],
    ['a redirect is not one of them', [], undefined, 302, '', 'status'],
    ['a status that is named', [404, 409], undefined, 409, '', 'completed'],
    ['200 where it is not named', [404], undefined, 200, '', 'status'],
    ['the expected JSON', [], { ok: true }, 200, '{"ok":true,"more":1}', 'completed'],
    ['other JSON', [], { ok: true }, 200, '{"ok":false}', 'expectation'],
    ['no JSON at all', [], { ok: true }, 200, 'ok', 'expectation'],
    ['null is JSON', [], null, 200, 'null', 'completed'],
    ['the status comes first', [], { ok: true }, 500, 'oops', 'status'],
    ['JSON that is too large', [], { ok: true }, 200, null, 'expectation'],
    ['a status with a body that is too large', [], { ok: true }, 500, null, 'status'],
  ])('%s', (_, statuses, json, status, body, outcome) => {
    const expectation = json === undefined ? { statuses } : { statuses, json }
    expect(OUTCOMES[judgeResponse(expectation, status, body)]).toBe(outcome)
  })

  it('needs the body only where JSON is expected', () => {
    expect(needsBody({ statuses: [200] })).toBe(false)
    expect(needsBody({ statuses: [], json: null })).toBe(true)
  })
})

describe('JSON contains', () => {
  it.each([
    ['the same', [1, { a: 'b' }], [1, { a: 'b' }], true],
    ['an object with more keys, at any depth', { a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1 } }, true],
    ['an empty object, in any object', { a: 1 }, {}, true],
    ['no more items of an array', [1, 2], [1], false],
    ['no other order', [2, 1], [1, 2], false],
    ['no other type', { a: '1' }, { a: 1 }, false],
    ['no object in an array', [], {}, false],
    ['no array in an object', {}, [], false],
    ['no null in an object', {}, null, false],
    ['no inherited key', {}, { toString: {} }, false],
    ['null where null is expected', { a: null }, { a: null }, true],
  ])('%s', (_, actual, expected, contained) => {
    expect(containsJson(actual, expected)).toBe(contained)
  })
})
