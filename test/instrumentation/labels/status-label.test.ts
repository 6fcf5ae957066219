import { expect, it } from 'vitest'
import { statusLabel } from '../../../instrumentation/labels/status-label.ts'

it.each([
  [101, '1xx'],
  [200, '2xx'],
  [304, '3xx'],
  [404, '4xx'],
  [599, '5xx'],
  [999, 'other'],
  ['aborted', 'aborted'],
] as const)('gives %s the class %s', (outcome, label) => {
  expect(statusLabel(outcome)).toBe(label)
})
