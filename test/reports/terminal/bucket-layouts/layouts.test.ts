import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayoutsReport } from '../../../../core/report/layout-comparison.ts'
import { layoutsInBrief, renderLayouts } from '../../../../reports/terminal/bucket-layouts/layouts.ts'
import { displayWidth } from '../../../../reports/terminal/text/display-width.ts'
import { goldenFile } from '../../../support/golden.ts'
import { LAB_LAYOUTS, SAMPLE_LAYOUT_NAMES, SAMPLE_LAYOUTS, SMALL_LAYOUTS } from '../../../support/sample-layouts.ts'
import { HOSTILE_TEXT } from '../../../support/sample-reports.ts'

const places = SAMPLE_LAYOUT_NAMES.flatMap((name) => [40, 80, 120].map((width) => ({ name, width })))

/** Every name that somebody outside could have given. */
function renamed(compared: LayoutsReport, name: string): LayoutsReport {
  const { layouts, layoutStudy } = compared
  return {
    layouts: layouts.map((layout) => ({ ...layout, name })),
    layoutStudy: { ...layoutStudy, observed: name, current: name, recommendationNote: name },
  }
}

describe('compared layouts on a terminal', () => {
  it.each(places)('$name at $width columns is as it was', async ({ name, width }) => {
    const text = renderLayouts(SAMPLE_LAYOUTS[name], { width, color: false }, ['run/layouts.json'])
    await expect(text).toMatchFileSnapshot(goldenFile(`layouts/${name}-${width}.txt`))
  })

  it('is never wider than the given width, the same with and without colour, and free of foreign control characters', () => {
    const anyName = fc.oneof(fc.constant(HOSTILE_TEXT), fc.constant('\u65e5\u672c\u8a9e'.repeat(40)), fc.string())
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLE_LAYOUT_NAMES),
        fc.option(anyName),
        fc.integer({ min: 20, max: 200 }),
        (sample, name, width) => {
          const compared = name === null ? SAMPLE_LAYOUTS[sample] : renamed(SAMPLE_LAYOUTS[sample], name)
          const bare = renderLayouts(compared, { width, color: false }, [name ?? 'layouts.json'])
          for (const text of bare.split('\n')) expect(displayWidth(text)).toBeLessThanOrEqual(width)
          expect(bare).not.toMatch(/(?!\n)\p{Cc}/u)
          expect(
            stripVTControlCharacters(renderLayouts(compared, { width, color: true }, [name ?? 'layouts.json'])),
          ).toBe(bare)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('prints code that can be pasted', () => {
    const text = renderLayouts(LAB_LAYOUTS, { width: 120, color: false })
    for (const line of Object.values(LAB_LAYOUTS.layoutStudy.code ?? {}).flatMap((code) => code.split('\n')))
      expect(text).toContain(line.replaceAll('\t', '    '))
  })

  it('says the outcome in a line', () => {
    const { recommendation } = LAB_LAYOUTS.layoutStudy
    const bounds = recommendation?.chosen.bounds.join(', ')
    expect(layoutsInBrief(LAB_LAYOUTS)).toMatch(`recommended: ${bounds} (worst error`)
    expect(layoutsInBrief(SMALL_LAYOUTS)).toMatch(/^best of 4: .*; too few requests to recommend bounds/)
  })
})
