import { describe, expect, it } from 'vitest'
import { renderLayoutsMarkdown } from '../../../reports/markdown/layouts-markdown.ts'
import { renderMarkdown } from '../../../reports/markdown/report-markdown.ts'
import { goldenFile } from '../../support/golden.ts'
import { LAB_LAYOUTS, SAMPLE_LAYOUT_NAMES, SAMPLE_LAYOUTS } from '../../support/sample-layouts.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

describe('compared layouts in Markdown', () => {
  it.each(SAMPLE_LAYOUT_NAMES)('%s is as it was', async (name) => {
    await expect(renderLayoutsMarkdown(SAMPLE_LAYOUTS[name])).toMatchFileSnapshot(goldenFile(`layouts/${name}.md`))
  })

  it('stand in the report of a run that compared, and in no other', () => {
    const report = SAMPLE_REPORTS['failing-lab']
    expect(renderMarkdown({ ...report, ...LAB_LAYOUTS })).toContain('### Bucket layouts\n\n3,600 observations')
    expect(renderMarkdown(report)).not.toContain('Bucket layouts')
  })
})
