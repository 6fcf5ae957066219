import { describe, expect, it } from 'vitest'
import { renderBacktestMarkdown } from '../../../../reports/backtest/markdown/backtest-markdown.ts'
import { goldenFile } from '../../../support/golden.ts'
import { hostileBacktest, SAMPLE_BACKTESTS } from '../../../support/sample-backtests.ts'

describe('renderBacktestMarkdown', () => {
  it.each(Object.entries(SAMPLE_BACKTESTS))('%s', async (name, report) => {
    await expect(renderBacktestMarkdown(report)).toMatchFileSnapshot(goldenFile(`backtest/${name}.md`))
  })

  it('shows text from outside as text: no HTML, no mention, no table cell', () => {
    const text = renderBacktestMarkdown(hostileBacktest())
    const prose = text.replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '')
    expect(prose).not.toMatch(/(?<!\\)<script/)
    expect(prose).not.toMatch(/@team/)
    expect(text).not.toMatch(/^::/m)
  })
})
