import { expect, it } from 'vitest'
import { workflowCommand } from '../../../core/text/workflow-command.ts'

it.each([
  ['plain text', { title: 'SLA harness' }, 'no such file', '::error title=SLA harness::no such file\n'],
  ['several lines and percent', { title: 'a' }, '95%\r\n::error::mine', '::error title=a::95%25%0D%0A::error::mine\n'],
  ['separators in a property', { title: 'a: b, c' }, 'd: e, f', '::error title=a%3A b%2C c::d: e, f\n'],
  ['a property that is not there', { file: null, title: 'a' }, 'b', '::error title=a::b\n'],
])('makes one line of %s', (_, properties, message, expected) => {
  expect(workflowCommand('error', properties, message)).toBe(expected)
})
