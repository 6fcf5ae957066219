import { describe, expect, it } from 'vitest'
import { joinVarying } from '../../../core/references/varying-text.ts'
import type { RequestTemplate } from '../../../core/scenario/load-plan.ts'
import { modelRequest } from '../../../simulation/service/model-request.ts'

const REQUEST: RequestTemplate = {
  name: 'any',
  weight: 1,
  method: 'GET',
  path: '/predict',
  headers: {},
  body: null,
  expect: { statuses: [200] },
}

describe('modelRequest', () => {
  it.each<[why: string, request: Partial<RequestTemplate>, refusal: number | null]>([
    ['is worked on', {}, null],
    ['is found behind a query, in other letters, with a slash at its end', { path: '/Predict/?n=1' }, null],
    ['is worked on with a body of JSON', { method: 'POST', body: { kind: 'json', value: { n: 1 } } }, null],
    ['is worked on with a text that is JSON', { method: 'POST', body: { kind: 'text', text: '[1]' } }, null],
    ['is worked on without a body', { method: 'POST' }, null],
    ['is refused with a body that is no JSON', { method: 'POST', body: { kind: 'text', text: '{' } }, 400],
    ['is refused with a form', { method: 'POST', body: { kind: 'form', fields: [] } }, 400],
    ['does not read the body of a GET', { body: { kind: 'text', text: '{' } }, null],
    ['is refused with another method', { method: 'DELETE' }, 405],
  ])('a request to /predict %s', (_why, request, refusal) => {
    expect(modelRequest({ ...REQUEST, ...request })).toEqual({ kind: 'predict', refusal })
  })

  it('takes a path whose query varies for what its literal parts say', () => {
    const path = joinVarying(['/predict?user=', { source: 'users', name: 'id' }])
    expect(modelRequest({ ...REQUEST, path, varies: true })).toEqual({ kind: 'predict', refusal: null })
  })

  it.each<[path: string, method: string, status: number]>([
    ['/healthz', 'GET', 200],
    ['/readyz', 'HEAD', 200],
    ['/healthz', 'POST', 404],
    ['/predictions', 'GET', 404],
    ['/', 'GET', 404],
  ])('%s asked with %s answers %d without the stopwatch', (path, method, status) => {
    expect(modelRequest({ ...REQUEST, path, method })).toEqual({ kind: 'other', status })
  })
})
