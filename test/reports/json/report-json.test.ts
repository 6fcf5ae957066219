import { describe, expect, it } from 'vitest'
import { renderJson } from '../../../reports/json/report-json.ts'
import { goldenFile } from '../../support/golden.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

describe('report.json', () => {
  it.each(SAMPLE_NAMES)('%s is as it was', async (name) => {
    const text = renderJson(SAMPLE_REPORTS[name])
    expect(JSON.parse(text)).toEqual(SAMPLE_REPORTS[name])
    await expect(text).toMatchFileSnapshot(goldenFile(`${name}/report.json`))
  })
})
