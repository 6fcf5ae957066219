import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../../core/compiled-entry.ts'
import { backtestJsonSchema } from '../../../../core/report/schema/backtest-schema.ts'

describe('backtestJsonSchema', () => {
  it('equals the committed file (`npm run schema` writes it)', () => {
    const file = join(packageRoot, 'reports', 'backtest.schema.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(backtestJsonSchema())))
  })
})
