import { expect, it } from 'vitest'
import { type AskedOfAnswer, askedOfAnswer, nameOfAsked, needsBody } from '../../../core/answers/answer-check.ts'

it.each<[AskedOfAnswer, string, boolean]>([
  [{ kind: 'json', value: { a: 1 } }, 'json', true],
  [{ kind: 'header', header: 'X-Id', comparison: { kind: 'exists' } }, 'header X-Id exists', false],
  [
    { kind: 'header', header: 'X-Api-Key', comparison: { kind: 'equal', value: 's3cret' } },
    'header X-Api-Key = "[redacted]"',
    false,
  ],
  [
    { kind: 'header', header: 'X-Api-Key', comparison: { kind: 'equal', value: `\${KEY}` } },
    `header X-Api-Key = "\${KEY}"`,
    false,
  ],
  [{ kind: 'pointer', pointer: '', comparison: { kind: 'equal', value: [] } }, 'pointer "" = []', true],
  [
    { kind: 'pointer', pointer: '/total', comparison: { kind: 'within', bounds: [{ order: '>', limit: 3 }] } },
    'pointer /total > 3',
    true,
  ],
  [
    { kind: 'pointer', pointer: '/user/token', comparison: { kind: 'different', value: 's3cret' } },
    'pointer /user/token != "[redacted]"',
    true,
  ],
  [{ kind: 'bodyContains', text: 'Thank "you"' }, 'bodyContains "Thank \\"you\\""', true],
  [{ kind: 'bodyMatches', pattern: 'a+' }, 'bodyMatches /a+/', true],
  [{ kind: 'bodySize', fromBytes: 0, toBytes: 2048 }, 'bodySize to 2 KB', true],
  [{ kind: 'bodySize', fromBytes: 5, toBytes: 5 }, 'bodySize 5 B', true],
  [{ kind: 'bodySize', fromBytes: 5, toBytes: null }, 'bodySize from 5 B', true],
  [{ kind: 'bodySize', fromBytes: 5, toBytes: 1024 }, 'bodySize 5 B to 1 KB', true],
  [{ kind: 'ttfb', belowSeconds: 0.2 }, 'ttfb < 200ms', false],
  [{ kind: 'capture', capture: { name: 'id', source: { kind: 'json', pointer: '/id' } } }, 'capture id', true],
  [{ kind: 'capture', capture: { name: 'id', source: { kind: 'header', header: 'X' } } }, 'capture id', false],
])('%j is called %s', (asked, name, body) => {
  expect(nameOfAsked(asked)).toBe(name)
  expect(needsBody(asked)).toBe(body)
})

it('comes in one order: the JSON, the other checks, the captures', () => {
  const checks = [{ kind: 'ttfb', belowSeconds: 1 }] as const
  const captures = [{ name: 'a', source: { kind: 'cookie', cookie: 'sid' } }] as const
  expect(askedOfAnswer({ expect: { json: null, checks }, captures }).map(nameOfAsked)).toEqual([
    'json',
    'ttfb < 1s',
    'capture a',
  ])
  expect(askedOfAnswer({ expect: {} })).toEqual([])
})
