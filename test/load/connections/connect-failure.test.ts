import { expect, it } from 'vitest'
import { connectFailure } from '../../../load/connections/connect-failure.ts'

const failure = (message: string, code?: string) => Object.assign(new Error(message), code ? { code } : {})

it.each([
  [
    'a code that is known',
    failure('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'),
    'connection refused (ECONNREFUSED)',
  ],
  [
    'a route that leads nowhere',
    failure('connect EINVAL 198.18.0.1:80', 'EINVAL'),
    'no way there from here, or no such address (EINVAL)',
  ],
  ['one that is not', failure('odd', 'EODD'), 'EODD: odd'],
  ['none at all', failure('odd'), 'odd'],
  [
    'a host with several addresses: one error of several, with the code of the first',
    Object.assign(new AggregateError([failure('a'), failure('b')]), { code: 'ECONNREFUSED' }),
    'connection refused (ECONNREFUSED)',
  ],
  ['several, with no code', new AggregateError([failure('a'), failure('b')]), 'a, b'],
  ['nothing to say', failure(''), 'unknown failure'],
])('%s', (_, error, text) => {
  expect(connectFailure(error)).toBe(text)
})
