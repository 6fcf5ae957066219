import { expect, it } from 'vitest'
import { pathOfEntry } from '../../../scenario-file/yaml/path-of-entry.ts'

const file = {
  target: { metrics: { match: '{job="shop"}' } },
  requests: [{ name: 'a' }, { name: 'b', match: ' {route="/b"} ' }],
  flows: [{ steps: [{ request: 'a' }, { path: '/c', match: '{route="/c"}' }] }],
}

it.each([
  ['{job="shop"}', ['target', 'metrics', 'match']],
  ['{route="/b"}', ['requests', 1, 'match']],
  ['{route="/c"}', ['flows', 0, 'steps', 1, 'match']],
  ['{route="/d"}', undefined],
])('finds %s at %j', (text, path) => {
  expect(pathOfEntry(file, 'match', text)).toEqual(path)
})
