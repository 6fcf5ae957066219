import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { AnswerCheck } from '../../../core/answers/answer-check.ts'
import { parseComparison } from '../../../core/answers/comparison.ts'
import { compileCheck } from '../../../load/responses/compile-check.ts'
import type { Problem } from '../../../load/responses/decode-body.ts'
import { ReadAnswer } from '../../../load/responses/read-answer.ts'
import { answerOf } from '../../support/answer-of.ts'

type Check = Parameters<typeof compileCheck>[0]

const DUE_SECONDS = 10

function came(check: Check, answer: Parameters<typeof answerOf>[0]): string | null {
  return problemWith(check, answer)?.problem ?? null
}

function problemWith(check: Check, answer: Parameters<typeof answerOf>[0]): Problem | null {
  return compileCheck(check)(new ReadAnswer(answerOf(answer)), DUE_SECONDS)
}

function comparison(written: unknown) {
  const parsed = parseComparison(written)
  if (parsed === undefined) throw new TypeError(`no comparison: ${written}`)
  return parsed
}

const header = (name: string, written: unknown): AnswerCheck => ({
  kind: 'header',
  header: name,
  comparison: comparison(written),
})
const pointer = (place: string, written: unknown): AnswerCheck => ({
  kind: 'pointer',
  pointer: place,
  comparison: comparison(written),
})

describe('a header', () => {
  const headers = [
    'Content-Type',
    'application/json; charset=utf-8',
    'X-Left',
    '17',
    'X-Version',
    '1.0',
    'Via',
    'a',
    'via',
    'b',
  ]

  it.each<[string, AnswerCheck, string | null]>([
    ['is there', header('x-left', 'exists'), null],
    ['is not there', header('x-right', 'exists'), 'no header x-right'],
    ['is absent', header('x-right', 'absent'), null],
    ['is not absent', header('X-LEFT', 'absent'), 'x-left: 17'],
    ['is equal to a number, as text', header('x-left', 17), null],
    ['is equal to a number, as number', header('x-version', 1), null],
    ['is not equal to another number', header('x-version', 1.1), 'x-version: 1.0'],
    ['does not differ from the same number', header('x-version', '!= 1.0'), 'x-version: 1.0'],
    ['differs from a text that is written in another way', header('x-version', '!= "1"'), null],
    ['is not equal', header('x-left', '18'), 'x-left: 17'],
    ['matches', header('content-type', '/json/'), null],
    ['does not match', header('content-type', '/^text/'), 'content-type: application/json; charset=utf-8'],
    ['lies within bounds', header('x-left', '> 10 and <= 17'), null],
    ['does not', header('x-left', '> 17'), 'x-left: 17'],
    ['is no number', header('via', '> 17'), 'via: a, b'],
    ['has one of its values equal', header('via', 'b'), null],
    ['has not all of its values different', header('via', '!= b'), 'via: a, b'],
    ['differs', header('via', '!= c'), null],
    ['is not there, so that nothing differs', header('x-right', '!= c'), 'no header x-right'],
  ])('%s', (_, check, got) => {
    expect(came(check, { headers })).toBe(got)
  })
})

describe('a value of the JSON', () => {
  const body = '{"items":[{"id":5,"name":"nut"}],"total":2,"none":null,"big":9007199254740993,"flag":true}'

  it.each<[string, AnswerCheck, string | null]>([
    ['is equal', pointer('/items/0/id', 5), null],
    ['is of another type', pointer('/items/0/id', '5'), '/items/0/id: 5'],
    ['contains', pointer('/items/0', { id: 5 }), null],
    ['does not contain', pointer('/items/0', { id: 6 }), '/items/0: an object'],
    ['is not there', pointer('/items/1/id', 5), '/items/1/id: nothing'],
    ['is not there, and need not be', pointer('/items/1', 'absent'), null],
    ['is there', pointer('/none', 'exists'), null],
    ['is null', pointer('/none', null), null],
    ['is too small', pointer('/total', '> 3'), '/total: 2'],
    ['is within bounds', pointer('/total', '>= 2 and < 3'), null],
    ['is no number', pointer('/flag', '> 0'), '/flag: true'],
    ['is a large number', pointer('/big', '> 9e15'), null],
    ['is shown with all its digits', pointer('/big', '< 5'), '/big: 9007199254740993'],
    ['matches', pointer('/items/0/name', '/^n.t$/'), null],
    ['matches as text though it is a number', pointer('/big', '/993$/'), null],
    ['is no text that could match', pointer('/items', '/./'), '/items: a list of 1'],
    ['is the whole', pointer('', { total: 2 }), null],
  ])('%s', (_, check, got) => {
    expect(came(check, { body })).toBe(got)
  })

  it.each<[string, Parameters<typeof answerOf>[0], string]>([
    ['an HTML page', { body: '<html>' }, 'a body that is not JSON'],
    ['nothing', { body: '' }, 'an empty body'],
    ['too much', { body: null }, 'a body of more than 16 MB'],
    ['what is not gzip', { body: '{}', headers: ['content-encoding', 'gzip'] }, 'a body that is not the gzip'],
  ])('is nowhere in %s', (_, answer, got) => {
    expect(came(pointer('/a', 1), answer)).toContain(got)
    expect(came({ kind: 'json', value: {} }, answer)).toContain(got)
  })
})

describe('the JSON', () => {
  it.each<[string, unknown, string | null]>([
    ['{"a":1,"b":2}', { a: 1 }, null],
    ['{"a":1,"b":2}', { a: 2 }, '/a: 1'],
    ['null', null, null],
    ['\ufeff{"a":1}', { a: 1 }, null],
  ])('%j', (body, value, got) => {
    expect(came({ kind: 'json', value }, { body })).toBe(got)
  })

  it('is read from a compressed body', () => {
    const body = gzipSync('{"name":"Zoë"}')
    expect(came({ kind: 'json', value: { name: 'Zoë' } }, { body, headers: ['Content-Encoding', 'gzip'] })).toBeNull()
  })

  it('is read in the charset that the head names', () => {
    const headers = ['Content-Type', 'application/json; charset=iso-8859-1']
    const body = Buffer.from('{"name":"Zoë"}', 'latin1')
    expect(came({ kind: 'json', value: { name: 'Zoë' } }, { body, headers })).toBeNull()
  })
})

describe('the body', () => {
  it.each<[string, AnswerCheck, string, string | null]>([
    ['contains', { kind: 'bodyContains', text: 'you' }, 'Thank you', null],
    ['does not contain', { kind: 'bodyContains', text: 'you' }, 'Thanks', 'not in 6 B'],
    ['matches', { kind: 'bodyMatches', pattern: '^Thank \\w+$' }, 'Thank you', null],
    ['does not match', { kind: 'bodyMatches', pattern: '^you' }, 'Thank you', 'no match in 9 B'],
    ['is as large as it should be', { kind: 'bodySize', fromBytes: 1, toBytes: 6 }, 'Thanks', null],
    ['is too large', { kind: 'bodySize', fromBytes: 0, toBytes: 5 }, 'Thanks', '6 B'],
    ['is too small', { kind: 'bodySize', fromBytes: 7, toBytes: null }, 'Thanks', '6 B'],
    ['is empty', { kind: 'bodySize', fromBytes: 0, toBytes: 0 }, '', null],
  ])('%s', (_, check, body, got) => {
    expect(came(check, { body })).toBe(got)
  })

  it('is searched in its beginning alone where it is long, which is said', () => {
    const body = `${'x'.repeat(1024 ** 2)}needle`
    expect(came({ kind: 'bodyMatches', pattern: 'needle' }, { body })).toBe(
      'no match in the first 1 MB, and no more is searched in 1 MB',
    )
  })

  it.each(['^x+$', 'x+'])('is not known to match %s where the rest is not searched', (pattern) => {
    const body = `${'x'.repeat(1024 ** 2)} and more`
    expect(came({ kind: 'bodyMatches', pattern }, { body })).toMatch(/^a match that reaches the end of the first 1 MB/)
  })

  it('is searched in time by a pattern that would take others for ever', () => {
    expect(came({ kind: 'bodyMatches', pattern: '^(a+)+$' }, { body: `${'a'.repeat(10_000)}b` })).not.toBeNull()
  })
})

it('holds the first byte against when the request was due', () => {
  const check = (belowSeconds: number): Check => ({ kind: 'ttfb', belowSeconds })
  expect(came(check(0.06), { firstByteSeconds: 10.05 })).toBeNull()
  expect(came(check(0.05), { firstByteSeconds: 10.0501 })).toBe('50.1ms')
})

describe('what lies beyond what is read', () => {
  const LONG = `${'x'.repeat(1024 ** 2)} and more`
  const zstd = { body: 'packed', headers: ['content-encoding', 'zstd'] }

  it.each<[string, Check, Parameters<typeof answerOf>[0]]>([
    ['a body that is too large', { kind: 'json', value: {} }, { body: null }],
    ['a coding that is not known', pointer('/a', 1), zstd],
    ['the size of what is packed so', { kind: 'bodySize', fromBytes: 0, toBytes: 5 }, zstd],
    [
      'the size of what is too large, without a limit',
      { kind: 'bodySize', fromBytes: 1, toBytes: null },
      { body: null },
    ],
    [
      'the size of what was packed and is too large',
      { kind: 'bodySize', fromBytes: 0, toBytes: 5 },
      { ...zstd, body: null },
    ],
    ['a pattern that may come later', { kind: 'bodyMatches', pattern: 'needle' }, { body: LONG }],
    ['a match whose end is not seen', { kind: 'bodyMatches', pattern: '^x+$' }, { body: LONG }],
  ])('leaves open %s', (_, check, answer) => {
    expect(problemWith(check, answer)?.isUnreadable).toBe(true)
  })

  it.each<[string, Check, Parameters<typeof answerOf>[0]]>([
    ['a body larger than it may be', { kind: 'bodySize', fromBytes: 0, toBytes: 5 }, { body: null }],
    ['a coding that is another', pointer('/a', 1), { body: '{}', headers: ['content-encoding', 'gzip'] }],
    ['a header beside it', header('x', 'exists'), { body: null }],
  ])('does not excuse %s', (_, check, answer) => {
    expect(problemWith(check, answer)).not.toBeNull()
    expect(problemWith(check, answer)?.isUnreadable).toBeUndefined()
  })
})
