import { describe, expect, it } from 'vitest'
import type { CaptureSource } from '../../../core/answers/answer-check.ts'
import { ExactNumber } from '../../../core/json/exact-json.ts'
import { compileCapture } from '../../../load/responses/compile-capture.ts'
import { ReadAnswer } from '../../../load/responses/read-answer.ts'
import { answerOf } from '../../support/answer-of.ts'

const ANSWER = {
  headers: ['X-Id', '7', 'Set-Cookie', 'sid=a; Path=/', 'set-cookie', 'sid=b=c; HttpOnly', 'Set-Cookie', 'other=x'],
  body: '{"token":"t","items":[{"id":9007199254740993}],"none":null,"empty":"","deep":{"a":[1]}}',
}

const captured = (source: CaptureSource, answer: Parameters<typeof answerOf>[0] = ANSWER) =>
  compileCapture(source)(new ReadAnswer(answerOf(answer)))

describe('a value is taken', () => {
  it.each<[string, CaptureSource, unknown]>([
    ['by a pointer', { kind: 'json', pointer: '/token' }, 't'],
    ['by a path', { kind: 'path', path: 'deep.a[0]' }, 1],
    ['with all its digits', { kind: 'path', path: 'items[0].id' }, new ExactNumber('9007199254740993')],
    ['that is empty, as it is', { kind: 'json', pointer: '/empty' }, ''],
    ['that is a collection', { kind: 'json', pointer: '/deep' }, { a: [1] }],
    ['from a header', { kind: 'header', header: 'x-id' }, '7'],
    ['from the last cookie of the name', { kind: 'cookie', cookie: 'sid' }, 'b=c'],
    ['by a group', { kind: 'regex', pattern: '"id":(\\d+)' }, '9007199254740993'],
    ['by a pattern without a group', { kind: 'regex', pattern: '"id":\\d+' }, '"id":9007199254740993'],
  ])('%s', (_, source, value) => {
    expect(captured(source)).toEqual({ value })
  })
})

describe('a value is missing', () => {
  it.each<[string, CaptureSource, string]>([
    ['at a pointer', { kind: 'json', pointer: '/nothing/here' }, 'nothing at /nothing/here'],
    ['at a path', { kind: 'path', path: 'items[1].id' }, 'nothing at /items/1/id'],
    ['that is null', { kind: 'json', pointer: '/none' }, 'null at /none'],
    ['among the headers', { kind: 'header', header: 'X-Token' }, 'no such header'],
    ['among the cookies', { kind: 'cookie', cookie: 'si' }, 'no such cookie'],
    ['in the text', { kind: 'regex', pattern: 'csrf=(\\w+)' }, 'no match'],
    ['in the group', { kind: 'regex', pattern: 'token|(csrf)' }, 'a match without its group'],
  ])('%s', (_, source, problem) => {
    expect(captured(source)).toEqual({ problem })
  })

  it('in a body that is not JSON, and in one that is nested without end', () => {
    expect(captured({ kind: 'json', pointer: '/a' }, { body: '<html>' })).toEqual({
      problem: 'a body that is not JSON',
    })
    const body = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`
    expect(captured({ kind: 'json', pointer: '/a' }, { body })).toEqual({
      problem: '/a is nested more than 1000 levels deep',
      isUnreadable: true,
    })
  })
})
