import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../../../core/compiled-entry.ts'
import { drillJsonSchema } from '../../../../../core/report/schema/drill/drill-schema.ts'

describe('drillJsonSchema', () => {
  it('equals the committed file (`npm run schema` writes it)', () => {
    const file = join(packageRoot, 'reports', 'drill.schema.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(drillJsonSchema())))
  })
})
