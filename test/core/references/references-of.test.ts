import { expect, it } from 'vitest'
import { referencesOf } from '../../../core/references/references-of.ts'
import type { RequestBody } from '../../../core/scenario/load-plan.ts'

const named = (name: string) => ({ source: 'a', name })

it.each<[string, RequestBody | null, string[]]>([
  ['no body', null, ['path', 'header']],
  ['text', { kind: 'text', text: `\${a.body} $\${a.escaped} \${VARIABLE}` }, ['path', 'header', 'body']],
  ['JSON', { kind: 'json', value: [{ x: `\${a.body}` }, 1, null] }, ['path', 'header', 'body']],
  ['a form', { kind: 'form', fields: [{ name: `\${a.no}`, value: `\${a.body}` }] }, ['path', 'header', 'body']],
  [
    'a multipart body',
    {
      kind: 'multipart',
      parts: [
        { name: 'x', value: `\${a.body}` },
        { name: 'y', file: '/f', filename: 'f', type: 'text/plain' },
      ],
    },
    ['path', 'header', 'body'],
  ],
])('finds the references of a request with %s', (_, body, names) => {
  const request = { path: `/\${a.path}`, headers: { X: `\${a.header}` }, body }
  expect(referencesOf(request)).toEqual(names.map(named))
})
