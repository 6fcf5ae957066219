import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderBacktestPage } from '../../../../reports/backtest/html/backtest-page.ts'
import { browserPath, PageViewer, sidewaysScroll } from '../../../support/browser.ts'
import { goldenFile } from '../../../support/golden.ts'
import { hostileBacktest, SAMPLE_BACKTESTS } from '../../../support/sample-backtests.ts'

/** Without script and style, which change with every build. */
function bodyOf(page: string): string {
  const [, body = ''] = /<main[^>]*>([\s\S]*)<\/main>/.exec(page) ?? []
  return body
}

describe('renderBacktestPage', () => {
  it.each(Object.entries(SAMPLE_BACKTESTS))('%s', async (name, report) => {
    await expect(bodyOf(renderBacktestPage(report))).toMatchFileSnapshot(goldenFile(`backtest/${name}.html`))
  })

  it('escapes text from outside', () => {
    const page = renderBacktestPage(hostileBacktest())
    expect(page).not.toContain('<script>alert')
    expect(page.match(/<script/g)).toHaveLength(1)
  })

  it('carries no client for charts that it does not have', () => {
    expect(renderBacktestPage(SAMPLE_BACKTESTS.plain)).not.toContain('uPlot')
  })

  it('draws a month of flapping in a thousand marks at most', () => {
    const { plain } = SAMPLE_BACKTESTS
    const [variant] = plain.variants
    const [alert] = variant?.alerts ?? []
    const [first] = alert?.histories.drawn.episodes ?? []
    if (!variant || !alert || !first) throw new Error('expected an episode')
    const episodes = Array.from({ length: 20_000 }, (_, i) => {
      const start = new Date(Date.parse(plain.from) + i * 120_000).toISOString()
      return { ...first, start, end: new Date(Date.parse(start) + 60_000).toISOString() }
    })
    const flapping = { ...alert, histories: { ...alert.histories, drawn: { ...alert.histories.drawn, episodes } } }
    const page = renderBacktestPage({ ...plain, variants: [{ ...variant, alerts: [flapping] }] })
    expect((page.match(/lane-mark/g) ?? []).length).toBeLessThan(1100)
  })
})

const browser = browserPath()

describe.skipIf(browser === null)('the page in a browser', () => {
  let viewer: PageViewer
  beforeAll(async () => {
    viewer = await PageViewer.launch(browser ?? '')
  })
  afterAll(() => viewer?.close())

  it.each([
    ['proposed', 360, 'light'],
    ['proposed', 1280, 'dark'],
    ['hostile', 360, 'dark'],
  ] as const)('%s at %d pixels, %s: nothing complains, nothing scrolls sideways', async (name, width, colorScheme) => {
    const report = name === 'hostile' ? hostileBacktest() : SAMPLE_BACKTESTS[name]
    const watched = await viewer.openHtml(renderBacktestPage(report), { viewport: { width, height: 800 }, colorScheme })
    expect(watched.complaints).toEqual([])
    expect(watched.requests).toEqual([])
    expect(await sidewaysScroll(watched.page)).toBeLessThanOrEqual(0)
    await watched.page.context().close()
  })
})
