import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../../../core/compiled-entry.ts'
import { drillJsonSchema, drillReportSchema } from '../../../../../core/report/schema/drill/drill-schema.ts'
import { SAMPLE_DRILLS } from '../../../../support/sample-drills.ts'

describe('drillJsonSchema', () => {
  it('equals the committed file (`npm run schema` writes it)', () => {
    const file = join(packageRoot, 'reports', 'drill.schema.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(drillJsonSchema())))
  })
})

describe('drillReportSchema', () => {
  it.each(Object.entries(SAMPLE_DRILLS))('describes the drill that writers are tried with: %s', (_, report) => {
    expect(() => drillReportSchema.parse(report)).not.toThrow()
  })
})
