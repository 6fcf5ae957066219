import { expect, it } from 'vitest'
import { BoundedRoutes } from '../../../instrumentation/labels/bounded-routes.ts'

it('has a value for each of the first patterns, one for all that come later, and one for no pattern', () => {
  const routes = new BoundedRoutes(2)
  expect(['/a', '/b', '/c', '/d', undefined, '/a'].map((pattern) => routes.label(pattern))).toEqual([
    '/a',
    '/b',
    'other',
    'other',
    'unmatched',
    '/a',
  ])
})

it.each([0, 1.5, Number.NaN])('rejects a limit of %s', (limit) => {
  expect(() => new BoundedRoutes(limit)).toThrow('maxRoutes')
})
