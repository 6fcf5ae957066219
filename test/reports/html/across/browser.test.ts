// The pages in a real browser: charts are drawn, controls work, and no foreign script runs.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../../../core/report/report.ts'
import type { LiveState } from '../../../../core/run/live-state.ts'
import { renderComparisonPage } from '../../../../reports/html/comparison/comparison-page.ts'
import { renderReportPage } from '../../../../reports/html/report/report-page.ts'
import { type LiveServer, startLiveServer } from '../../../../reports/live/live-server.ts'
import { browserPath, colorsOfCanvases, PageViewer, sidewaysScroll } from '../../../support/browser.ts'
import { LAB_LAYOUTS } from '../../../support/sample-layouts.ts'
import { SAMPLE_REPORTS } from '../../../support/sample-reports.ts'
import { hostileRun, NO_DETAILS, RUN_NAMES, type RunName, sampleRun } from '../../../support/sample-runs.ts'

const path = browserPath()
const PHONE = { viewport: { width: 360, height: 740 } }

function reportOf(name: RunName): string {
  const { report, details } = sampleRun(name)
  return renderReportPage(report, details)
}

const keyValue = (page: Page, style: string) =>
  page.locator(`#chart-timeline-figure [data-value="${style}"]`).textContent()

let viewer: PageViewer
beforeAll(async () => {
  if (path !== null) viewer = await PageViewer.launch(path)
})
afterAll(() => viewer?.close())

describe.skipIf(path === null)('report.html in a browser', () => {
  it.each(RUN_NAMES)(
    'draws every chart of the run %s 1280, 360 and 2560 pixels wide, and requests nothing from the network',
    async (name) => {
      const { page, complaints, requests } = await viewer.openHtml(reportOf(name))
      for (const width of [1280, 360, 2560]) {
        await page.setViewportSize({ width, height: 800 })
        await expect.poll(() => widestPlot(page)).toBeLessThanOrEqual(width)
        expect(await sidewaysScroll(page)).toBe(0)
        const colors = await colorsOfCanvases(page)
        expect(colors.length).toBeGreaterThanOrEqual(await page.locator('[data-chart]').count())
        expect(Math.min(...colors)).toBeGreaterThan(2)
      }
      expect(await page.locator('[data-chart]:empty').count()).toBe(0)
      expect(complaints).toEqual([])
      expect(requests).toEqual([])
      await page.context().close()
    },
  )

  describe('its controls', () => {
    let page: Page
    beforeAll(async () => {
      page = (await viewer.openHtml(reportOf('spike'))).page
    })
    afterAll(() => page.context().close())

    it('move one cursor over all panels of the timeline and write the values under it into the key', async () => {
      const heading = page.locator('#chart-timeline-figure .key-heading')
      expect(await heading.textContent()).toBe('Highest of the run')
      await page
        .locator('#chart-timeline .u-over')
        .first()
        .hover({ position: { x: 200, y: 50 } })
      await expect.poll(() => heading.textContent()).toMatch(/^At 0:\d\d, spike$/)
      const cursors = await page.evaluate<string[]>(
        `[...document.querySelectorAll('#chart-timeline .u-cursor-x')].map((line) => line.style.transform)`,
      )
      expect(cursors).toHaveLength(4)
      expect(new Set(cursors).size).toBe(1)
      expect(await keyValue(page, 'offered')).toBe('40/s')
    })

    it('move the cursor by keyboard and describe its position for screen readers', async () => {
      const slider = page.getByRole('slider').first()
      await slider.focus()
      await page.keyboard.press('End')
      expect(await slider.getAttribute('aria-valuetext')).toMatch(/^2:01: exact 110ms, estimated 220ms/)
      const last = Number(await slider.getAttribute('aria-valuenow'))
      await page.keyboard.press('ArrowLeft')
      expect(Number(await slider.getAttribute('aria-valuenow'))).toBe(last - 1)
      await page.keyboard.press('PageDown')
      expect(Number(await slider.getAttribute('aria-valuenow'))).toBe(last - 11)
    })

    it('zoom all panels of the timeline together, and back', async () => {
      const plot = page.locator('#chart-timeline .u-over').first()
      await plot.scrollIntoViewIfNeeded()
      const before = await canvasData(page, '#chart-timeline')
      const box = await plot.boundingBox()
      const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 60]
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x + 200, y, { steps: 4 })
      await page.mouse.up()
      await expect.poll(async () => differing(before, await canvasData(page, '#chart-timeline'))).toBe(4)
      await page.mouse.dblclick(x, y)
      await expect.poll(async () => differing(before, await canvasData(page, '#chart-timeline'))).toBe(0)
    })

    it('change the quantile of the distribution, the waterfall and the explanation at once', async () => {
      const drawn = () => canvasData(page, '#chart-distribution, #chart-waterfall')
      const before = await drawn()
      await page.locator('#chart-waterfall-figure').getByRole('radio', { name: 'P50' }).check()
      expect(differing(before, await drawn())).toBe(2)
      expect(await page.locator('.explanations p:visible').textContent()).toContain('The P50')
      expect(await page.locator('#chart-distribution-figure [data-choice] input:checked').inputValue()).toBe('P50')
    })
  })

  it('follows the color scheme of the system, and is light on request and in print', async () => {
    const { page, complaints } = await viewer.openHtml(reportOf('lab'), { colorScheme: 'dark' })
    expect(await brightness(page)).toBeLessThan(60)
    const dark = await canvasData(page, '#chart-timeline')
    await page.getByRole('radio', { name: 'Light' }).check()
    expect(await brightness(page)).toBeGreaterThan(240)
    expect(differing(dark, await canvasData(page, '#chart-timeline'))).toBe(dark.length)
    await page.getByRole('radio', { name: 'Auto' }).check()
    expect(await brightness(page)).toBeLessThan(60)
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000)
    await expect.poll(async () => differing(dark, await canvasData(page, '#chart-timeline'))).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('draws the chosen layout against the exact distribution', async () => {
    const { report, details } = sampleRun('lab')
    const { page, complaints } = await viewer.openHtml(renderReportPage({ ...report, ...LAB_LAYOUTS }, details), PHONE)
    const drawn = () => canvasData(page, '#chart-layout-distributions')
    const before = await drawn()
    await page.locator('select[data-choice=layout]').selectOption('lab')
    expect(differing(before, await drawn())).toBe(1)
    expect(Math.min(...(await colorsOfCanvases(page)))).toBeGreaterThan(2)
    expect(await sidewaysScroll(page)).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('shows scripts in texts from outside as text', async () => {
    const { report, details } = hostileRun()
    const { page, complaints, requests } = await viewer.openHtml(renderReportPage(report, details), PHONE)
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
    expect(await page.locator('script').count()).toBe(2)
    expect(await page.locator('b').count()).toBe(0)
    expect(await page.locator('.question').textContent()).toContain('<script>alert(1)</script>')
    expect(await sidewaysScroll(page)).toBe(0)
    await page.context().close()
  })

  it('blocks a script that was smuggled into the page', async () => {
    const smuggled = reportOf('lab').replace(
      '</main>',
      '<script>alert(1)</script><img src=x onerror="alert(2)"></main>',
    )
    const { page, complaints } = await viewer.openHtml(smuggled)
    await page.locator('canvas').first().waitFor()
    expect(complaints.filter((complaint) => complaint.startsWith('dialog'))).toEqual([])
    expect(complaints.join()).toContain('Content Security Policy')
    await page.context().close()
  })

  it.each(['inconclusive-unfit', 'interrupted-stall'] as const)(
    'renders the report %s without curves and without errors',
    async (name) => {
      const { page, complaints } = await viewer.openHtml(renderReportPage(SAMPLE_REPORTS[name], NO_DETAILS), PHONE)
      expect(complaints).toEqual([])
      expect(await sidewaysScroll(page)).toBe(0)
      await page.context().close()
    },
  )

  it('shows its tables without JavaScript', async () => {
    const { page } = await viewer.openHtml(reportOf('lab'), { javaScriptEnabled: false })
    expect(await page.locator('.no-script').isVisible()).toBe(true)
    expect(await page.locator('.theme').isVisible()).toBe(false)
    await page.locator('#chart-waterfall-figure summary').click()
    expect(await page.locator('#chart-waterfall-figure td').first().isVisible()).toBe(true)
    await page.context().close()
  })
})

describe.skipIf(path === null)('the live page in a browser', () => {
  let server: LiveServer
  beforeAll(async () => {
    server = await startLiveServer({ harnessVersion: '0.1.0' })
  })
  afterAll(() => server.close())

  it('follows a whole run and turns into its report', async () => {
    const { report } = sampleRun('spike')
    const states = liveStatesOf(report)
    server.start(states[0] as LiveState)
    for (const state of states.slice(1, 30)) server.update(state)

    const { page, complaints, requests } = await viewer.openUrl(server.url, PHONE)
    const stage = page.locator('#live-stage')
    await expect.poll(() => stage.textContent()).toBe('Phase spike · HighLatency95thPercentile pending')
    expect(await page.locator('h1').textContent()).toBe('<b>spike</b>')
    await expect.poll(() => page.locator('#live-chart canvas').count()).toBe(4)
    expect(Math.min(...(await colorsOfCanvases(page)))).toBeGreaterThan(2)
    const before = await canvasData(page, '#live-chart')

    for (const state of states.slice(30, 60)) server.update(state)
    await expect.poll(() => stage.textContent()).toBe('Phase recovery · HighLatency95thPercentile firing')
    await expect.poll(async () => differing(before, await canvasData(page, '#live-chart'))).toBe(4)
    expect(await page.locator('#live-failed-note').textContent()).toBe(' (7 never sent)')
    expect(await page.locator('#live-time').textContent()).toBe('1:00 of 2:00')
    expect(await page.locator('#live-notes li').allTextContents()).toEqual(['scrape 31 <i>failed</i>'])
    expect(await sidewaysScroll(page)).toBe(0)

    await server.finish(reportOf('spike'), report.verdict, 10)
    await page.waitForURL('**/report')
    expect(await page.title()).toBe('PASS: spike')
    await page.locator('#chart-timeline canvas').first().waitFor()
    expect(complaints).toEqual([])
    expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([new URL(server.url).origin]))
    await page.context().close()
  })
})

describe.skipIf(path === null)('the comparison page in a browser', () => {
  it('draws the curves of all runs 1280 and 360 pixels wide', async () => {
    const compared = RUN_NAMES.map((name) => sampleRun(name))
    const { page, complaints, requests } = await viewer.openHtml(renderComparisonPage([...compared, hostileRun()]))
    expect(Math.min(...(await colorsOfCanvases(page)))).toBeGreaterThan(4)
    await page.getByRole('slider').first().focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.getByRole('slider').first().getAttribute('aria-valuetext')).toMatch(/A lab 2(\.0\d)?s, B spike/)
    await page.setViewportSize({ width: 360, height: 740 })
    await expect.poll(() => widestPlot(page)).toBeLessThanOrEqual(360)
    expect(await sidewaysScroll(page)).toBe(0)
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
    await page.context().close()
  })
})

/** The live states that a harness publishes during the run, one a second. */
function liveStatesOf({ timeline, load, sla }: Report): LiveState[] {
  const totals = { offered: 0, completed: 0, errors: 0, timeouts: 0, neverSent: 0, inFlight: 0 }
  return timeline.map((row) => {
    totals.offered += row.offered
    totals.completed += row.completed
    totals.inFlight = totals.offered - totals.completed
    if (row.second > 31) totals.neverSent = 7
    const index = load.phases.findIndex(({ endSeconds }) => row.second < endSeconds)
    return {
      scenarioName: '<b>spike</b>',
      question: 'Does <i>it</i> recover?',
      phases: load.phases.map(({ name, durationSeconds, measured }) => ({ name, durationSeconds, measured })),
      stage: index < 0 ? { kind: 'draining' } : { kind: 'phase', index },
      elapsedSeconds: row.second + 1,
      plannedSeconds: 120,
      offeredRate: row.offered,
      achievedRate: row.completed,
      targetRate: null,
      totals: { ...totals },
      exactP95Seconds: row.window.p95,
      estimatedP95Seconds: row.estimate,
      slaLimits: sla.slice(0, 1).map(({ limit, during }) => ({ seconds: limit, phase: during })),
      recentP95Seconds: [row.slot.p95],
      alerts: Object.entries(row.alerts).map(([name, state]) => ({ name, state, sinceSeconds: 0 })),
      notes: row.second > 31 ? ['scrape 31 <i>failed</i>'] : [],
    }
  })
}

/** CSS pixels. */
async function widestPlot(page: Page): Promise<number> {
  return page.evaluate(`Math.max(...[...document.querySelectorAll('.uplot')].map((plot) => plot.clientWidth))`)
}

/** The content of each canvas inside the selected elements. */
async function canvasData(page: Page, selector: string): Promise<string[]> {
  const script = `[...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((host) => [...host.querySelectorAll('canvas')]).map((canvas) => canvas.toDataURL())`
  return page.evaluate(script)
}

function differing(before: readonly string[], after: readonly string[]): number {
  return after.filter((data, i) => data !== before[i]).length
}

/** The brightness of the page's background, 0 to 255. */
async function brightness(page: Page): Promise<number> {
  const color = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number)
  return (red + green + blue) / 3
}
