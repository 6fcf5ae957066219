import { describe, expect, it } from 'vitest'
import { parseTemplate } from '../../../../prometheus/alerting/template/parse-template.ts'
import { TemplateError } from '../../../../prometheus/alerting/template/template-error.ts'
import { ACCEPTED, REFUSED } from './templates.ts'

describe('parseTemplate accepts', () => {
  it.each(ACCEPTED)('%s', (text) => {
    expect(() => parseTemplate(text)).not.toThrow()
  })
})

describe('parseTemplate refuses', () => {
  it.each(REFUSED)('%s: %s', (text, problem) => {
    expect(() => parseTemplate(text)).toThrow(new TemplateError(problem))
  })
})

it('reads pipelines, trims and else-ifs', () => {
  expect(parseTemplate('a {{- if gt $value 1.5 }}x{{ else if .Value | not }}y{{ end -}} b')).toEqual([
    { kind: 'text', text: 'a' },
    {
      kind: 'if',
      pipeline: {
        variables: [],
        assigns: false,
        commands: [
          [
            { kind: 'function', name: 'gt' },
            { kind: 'variable', name: '$value', fields: [] },
            { kind: 'number', text: '1.5' },
          ],
        ],
      },
      body: [{ kind: 'text', text: 'x' }],
      otherwise: [
        {
          kind: 'if',
          pipeline: {
            variables: [],
            assigns: false,
            commands: [[{ kind: 'field', fields: ['Value'] }], [{ kind: 'function', name: 'not' }]],
          },
          body: [{ kind: 'text', text: 'y' }],
          otherwise: [],
        },
      ],
    },
    { kind: 'text', text: 'b' },
  ])
})
