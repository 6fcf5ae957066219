import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../../core/compiled-entry.ts'
import { reportJsonSchema, reportSchema } from '../../../../core/report/schema/report-schema.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../../support/sample-reports.ts'

const validate = new Ajv2020({ validateFormats: false, allErrors: true }).compile(reportJsonSchema())

function violations(report: unknown): string[] {
  return validate(report)
    ? []
    : (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
}

/** The sample with one value replaced, by its path. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const report = structuredClone(SAMPLE_REPORTS['failing-lab']) as unknown
  const parent = path.slice(0, -1).reduce((node, key) => (node as Record<string, unknown>)[key], report)
  ;(parent as Record<string, unknown>)[path.at(-1) as string] = value
  return report
}

describe('the published schema of report.json', () => {
  it.each(SAMPLE_NAMES)('accepts the report %s, as written and read back', (name) => {
    const readBack: unknown = JSON.parse(JSON.stringify(SAMPLE_REPORTS[name]))
    expect(violations(readBack)).toEqual([])
    expect(reportSchema.parse(readBack)).toEqual(readBack)
  })

  it.each([
    { sentence: 'another version', path: ['schemaVersion'], value: 2, at: '/schemaVersion const' },
    { sentence: 'a verdict that is none', path: ['verdict'], value: 'maybe', at: '/verdict enum' },
    {
      sentence: 'a latency as text',
      path: ['load', 'total', 'responseTime', 'p95'],
      value: '2s',
      at: '/load/total/responseTime/p95 type',
    },
    { sentence: 'a negative count', path: ['load', 'total', 'offered'], value: -1, at: '/load/total/offered minimum' },
    { sentence: 'half a request', path: ['load', 'total', 'offered'], value: 0.5, at: '/load/total/offered type' },
    {
      sentence: 'an error kind that is none',
      path: ['load', 'total', 'errorKinds'],
      value: { gremlins: 1 },
      at: '/load/total/errorKinds enum',
    },
    {
      sentence: 'a time that is not UTC',
      path: ['run', 'startedAt'],
      value: '2026-11-23T04:36:12+01:00',
      at: '/run/startedAt pattern',
    },
    { sentence: 'a missing part', path: ['generator'], value: undefined, at: ' required' },
    {
      sentence: 'an alert state that is none',
      path: ['alerts', 0, 'transitions', 0, 'state'],
      value: 'resolved',
      at: '/alerts/0/transitions/0/state enum',
    },
  ])('refuses $sentence', ({ path, value, at }) => {
    expect(violations(JSON.parse(JSON.stringify(changed(path, value))))).toContain(at)
  })

  it('allows keys that a later harness adds', () => {
    expect(violations({ ...SAMPLE_REPORTS['failing-lab'], layouts: [] })).toEqual([])
  })

  it('equals the committed file (`npm run schema` writes it)', () => {
    const file = join(packageRoot, 'reports', 'report.schema.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())))
  })
})
