import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from '../../../reports/markdown/report-markdown.ts'
import { goldenFile } from '../../support/golden.ts'
import { anyReport } from '../../support/hostile-reports.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

/** Everything but code spans and code blocks. */
function prose(markdown: string): string {
  return markdown.replace(/^(`{3,})sh\n.*\n\1$/gm, '').replace(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
}

describe('report.md', () => {
  it.each(SAMPLE_NAMES)('%s is as it was', async (name) => {
    await expect(renderMarkdown(SAMPLE_REPORTS[name])).toMatchFileSnapshot(goldenFile(`${name}/report.md`))
  })

  it('opens with the verdict, and says why at once', () => {
    const [heading, , question, , answer, , reason] = renderMarkdown(SAMPLE_REPORTS['failing-lab']).split('\n')
    expect(heading).toBe('## ❌ FAIL: lab')
    expect(question).toMatch(/^> What does the dashboard make of/)
    expect(answer).toMatch(/^\*\*p95 \\< 1s was not met \(2s\); under 300ms > 90% was not met \(33\.2%\)/)
    expect(reason).toBe('- Not met: p95 \\< 1s. The P95 is 2s (95% interval 2s to 2s, 1,200 requests), not below 1s.')
  })

  it('says where the histogram alone would have come to another verdict', () => {
    expect(renderMarkdown(SAMPLE_REPORTS['failing-lab'])).toContain('| **2s** | 2s to 2s | 4.55s: **❌ fail** |')
  })

  it('has the same columns in every row of a table, and no HTML, whatever the texts', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const markdown = renderMarkdown(report)
        expect(markdown).not.toMatch(/(?!\n)\p{Cc}/u)
        expect(prose(markdown).replaceAll('<!-- -->', '')).not.toMatch(/(?<!\\)(\\\\)*<[!/a-z]/i)
        let columns = 0
        for (const text of markdown.split('\n')) {
          const cells = text.startsWith('|') ? text.replace(/\\./g, '').split('|').length : 0
          if (columns > 0 && cells > 0) expect(cells).toBe(columns)
          columns = cells
        }
      }),
    )
  })
})
