import { expect, it } from 'vitest'
import type { FirstErrorOfKind } from '../../../core/report/report.ts'
import { firstErrorFigures } from '../../../reports/figures/first-errors.ts'

const notFound: FirstErrorOfKind = {
  request: 'predict',
  kind: 'status',
  count: 422,
  atSeconds: 3.1,
  reason: null,
  answer: {
    status: 404,
    statusLine: 'HTTP/1.1 404 Not Found',
    contentType: 'text/html',
    contentEncoding: null,
    location: null,
    body: 'no such page',
  },
}

it.each([
  [
    'a status, with what came',
    notFound,
    '422 status of predict, the first: HTTP/1.1 404 Not Found, text/html, no such page',
  ],
  [
    'those that no total has, apart',
    { ...notFound, unmeasured: 22 },
    '422 status of predict (22 of them in phases that are not measured), the first: HTTP/1.1 404 Not Found, text/html, no such page',
  ],
  [
    'a redirect, with its target',
    {
      ...notFound,
      answer: { ...notFound.answer, statusLine: 'HTTP/1.1 302 Found', contentType: null, location: '/login', body: '' },
    },
    '422 status of predict, the first: HTTP/1.1 302 Found, to /login',
  ],
  [
    'a connection that could not be opened, with the reason',
    { ...notFound, kind: 'connect', count: 3, reason: 'connect ECONNREFUSED 127.0.0.1:9', answer: null },
    '3 connect of predict, the first: connect ECONNREFUSED 127.0.0.1:9',
  ],
  [
    'a connection that was closed at once',
    { ...notFound, kind: 'closed', answer: null },
    '422 closed of predict, the first: nothing was read',
  ],
] as [string, FirstErrorOfKind, string][])('shows %s', (_, error, text) => {
  expect(firstErrorFigures([error])).toEqual([text])
})

it('shows the first few of many kinds', () => {
  expect(firstErrorFigures(Array.from({ length: 8 }, () => notFound)).at(-1)).toBe(
    'and 3 more kinds of errors in report.json',
  )
})
