import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advise } from '../../../analysis/advice/advise.ts'
import { renderAdvice } from '../../../reports/advice/render-advice.ts'
import { displayWidth } from '../../../reports/terminal/text/display-width.ts'
import { goldenFile } from '../../support/golden.ts'
import { anyReport } from '../../support/hostile-reports.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const places = SAMPLE_NAMES.flatMap((name) => [40, 80].map((width) => ({ name, width })))

describe('the advice on a terminal', () => {
  it.each(places)('on $name at $width columns is as it was', async ({ name, width }) => {
    const report = SAMPLE_REPORTS[name]
    await expect(renderAdvice({ report, advice: advise(report) }, { width, color: false })).toMatchFileSnapshot(
      goldenFile(`${name}/advice-${width}.txt`),
    )
  })

  it('is never wider than the given width, the same with and without colour, and free of control characters', () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 20, max: 140 }), (report, width) => {
        const told = { report, advice: advise(report) }
        const bare = renderAdvice(told, { width, color: false })
        for (const text of bare.split('\n')) expect(displayWidth(text)).toBeLessThanOrEqual(width)
        expect(bare).not.toMatch(/(?!\n)\p{Cc}/u)
        expect(stripVTControlCharacters(renderAdvice(told, { width, color: true }))).toBe(bare)
      }),
    )
  })

  it.each(['fail', 'inconclusive'] as const)('does not call all well of a run that is %s', (verdict) => {
    const report = { ...SAMPLE_REPORTS['passing-spike'], verdict }
    const text = renderAdvice({ report, advice: [] }, { width: 80, color: false })
    expect(text).not.toContain('everything that was asked is proven')
    expect(text).toContain('the report has the reasons')
  })

  it('says so where there is nothing to change', () => {
    const report = SAMPLE_REPORTS['passing-spike']
    expect(renderAdvice({ report, advice: [] }, { width: 80, color: false })).toContain(
      'There is nothing to change: everything that was asked is proven.',
    )
  })
})
