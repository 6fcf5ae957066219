import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reportJsonSchema } from '../../../core/report/schema/report-schema.ts'
import { UserError } from '../../../core/user-error.ts'
import { layoutsOfReport, writeLayouts } from '../../../reports/run-folder/write-layouts.ts'
import { renderTerminalSummary } from '../../../reports/terminal/summary/summary.ts'
import { LAB_LAYOUTS, SAMPLE_LAYOUT_NAMES, SAMPLE_LAYOUTS } from '../../support/sample-layouts.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sla-harness-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a comparison in a folder', () => {
  it('is two files, and leaves the others alone', async () => {
    writeFileSync(join(folder, 'report.json'), 'as it was')
    expect(await writeLayouts(folder, LAB_LAYOUTS)).toEqual([join(folder, 'layouts.json'), join(folder, 'layouts.md')])
    expect(JSON.parse(readFileSync(join(folder, 'layouts.json'), 'utf8'))).toEqual(LAB_LAYOUTS)
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('as it was')
  })

  it('says what is wrong with the folder', async () => {
    writeFileSync(join(folder, 'file'), '')
    await expect(writeLayouts(join(folder, 'file'), LAB_LAYOUTS)).rejects.toThrow(UserError)
  })
})

describe('a comparison in a report', () => {
  const validate = new Ajv2020({ validateFormats: false, allErrors: true }).compile(reportJsonSchema())
  const report = SAMPLE_REPORTS['failing-lab']

  it.each(SAMPLE_LAYOUT_NAMES)('%s is as the schema says', (name) => {
    const written = JSON.parse(JSON.stringify({ ...report, ...SAMPLE_LAYOUTS[name] }))
    expect(validate(written), JSON.stringify(validate.errors)).toBe(true)
  })

  it('is taken out of it again, and is not there where none was made', () => {
    expect(layoutsOfReport({ ...report, ...LAB_LAYOUTS })).toEqual(LAB_LAYOUTS)
    expect(layoutsOfReport(report)).toBeNull()
  })

  it('is ranked in the closing summary', () => {
    const summary = renderTerminalSummary({ ...report, ...LAB_LAYOUTS }, { width: 100, color: false })
    expect(summary).toContain('Bucket layouts  3,600 observations')
    expect(summary).toMatch(/ lab ← +4\.\d+s/)
  })
})
