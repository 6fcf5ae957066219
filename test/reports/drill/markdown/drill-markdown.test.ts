import { describe, expect, it } from 'vitest'
import { renderDrillMarkdown } from '../../../../reports/drill/markdown/drill-markdown.ts'
import { goldenFile } from '../../../support/golden.ts'
import { hostileDrill, SAMPLE_DRILLS } from '../../../support/sample-drills.ts'

/** GitHub cuts a longer comment. */
const MOST_CHARACTERS = 65_536

describe('renderDrillMarkdown', () => {
  it.each(['bad', 'inconclusive', 'quiet', 'seeds'] as const)('%s', async (name) => {
    await expect(renderDrillMarkdown(SAMPLE_DRILLS[name])).toMatchFileSnapshot(goldenFile(`drill/${name}.md`))
  })

  it('lets text from outside neither embed HTML nor call people', () => {
    const text = renderDrillMarkdown(hostileDrill()).replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '')
    expect(text).not.toMatch(/(?<!\\)<script/)
    expect(text).not.toMatch(/(?<![\w`])@team/)
  })

  it('fits into a comment, with thirty alerts too', () => {
    expect(renderDrillMarkdown(SAMPLE_DRILLS.many).length).toBeLessThan(MOST_CHARACTERS)
  })

  it('keeps the lines of code to paste', () => {
    expect(renderDrillMarkdown(SAMPLE_DRILLS.bad)).toContain('      - alert: CheckoutP95High\n        expr:')
  })
})
