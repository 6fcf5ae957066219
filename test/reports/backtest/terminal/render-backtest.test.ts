import { describe, expect, it } from 'vitest'
import { renderBacktest } from '../../../../reports/backtest/terminal/render-backtest.ts'
import { displayWidth } from '../../../../reports/terminal/text/display-width.ts'
import { goldenFile } from '../../../support/golden.ts'
import { hostileBacktest, SAMPLE_BACKTESTS } from '../../../support/sample-backtests.ts'

const PAGE = 'reports/backtests/rules/2026-11-29T00-01-00Z/backtest.html'

describe('renderBacktest', () => {
  it.each([
    ['plain', 60],
    ['plain', 120],
    ['proposed', 60],
    ['proposed', 120],
  ] as const)('%s at %d columns', async (name, width) => {
    const text = renderBacktest(SAMPLE_BACKTESTS[name], { width, color: false, page: PAGE })
    await expect(text).toMatchFileSnapshot(goldenFile(`backtest/${name}.${width}`))
  })

  it.each([20, 40, 60, 80, 120])('keeps to %d columns', (width) => {
    for (const report of [...Object.values(SAMPLE_BACKTESTS), hostileBacktest()]) {
      const lines = renderBacktest(report, { width, color: false, page: PAGE }).split('\n')
      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([])
    }
  })

  it('prints text from outside as text', () => {
    const text = renderBacktest(hostileBacktest(), { width: 120, color: false, page: null })
    expect(text).not.toContain('\u001b')
    expect(text).not.toMatch(/^::/m)
  })
})
