import { expect, it } from 'vitest'
import { diagnosticOf } from '../../../../prometheus/local/programs/log-diagnostic.ts'

it.each([
  [
    'an orderly end',
    'ts=2026-01-01T00:00:00Z caller=main.go:857 level=info msg="Notify discovery manager stopped"',
    undefined,
  ],
  ['another program', 'no space left on device', undefined],
  [
    'an error of Prometheus 2',
    'ts=2026-01-01T00:00:00Z caller=main.go:1127 level=error err="error loading config from \\"/p.yml\\""',
    'error loading config from "/p.yml"',
  ],
  [
    'an error of Prometheus 3',
    'time=2026-01-01T00:00:00Z level=ERROR source=main.go:600 msg="Error loading rules" err="yaml:\\n  line 6: field x not found"',
    'Error loading rules: yaml:\n  line 6: field x not found',
  ],
  ['a warning without quotes', 'ts=1 level=warn msg=retrying err=EOF', 'retrying: EOF'],
  ['a complaint in other words', 'ts=1 level=error reason=none', 'ts=1 level=error reason=none'],
])('%s', (_, line, complaint) => {
  expect(diagnosticOf(line)).toBe(complaint)
})
