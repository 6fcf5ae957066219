import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderDrillPage } from '../../../../reports/drill/html/drill-page.ts'
import { browserPath, PageViewer, sidewaysScroll } from '../../../support/browser.ts'
import { goldenFile } from '../../../support/golden.ts'
import { hostileDrill, SAMPLE_DRILLS } from '../../../support/sample-drills.ts'

/** Without script and style, which change with every build. */
function bodyOf(page: string): string {
  const [, body = ''] = /<main[^>]*>([\s\S]*)<\/main>/.exec(page) ?? []
  return body
}

describe('renderDrillPage', () => {
  it.each(['bad', 'inconclusive', 'quiet', 'seeds'] as const)('%s', async (name) => {
    const body = bodyOf(renderDrillPage(SAMPLE_DRILLS[name]))
    await expect(body).toMatchFileSnapshot(goldenFile(`drill/${name}.html`))
  })

  it('escapes text from outside', () => {
    const page = renderDrillPage(hostileDrill())
    expect(page).not.toContain('<script>alert')
    expect(page.match(/<script/g)).toHaveLength(1)
  })

  it('leads from every incident on the timeline and in the table to where it is shown from near', () => {
    const page = renderDrillPage(SAMPLE_DRILLS.bad)
    const linked = new Set([...page.matchAll(/href="#(incident-\d+)"/g)].map(([, id]) => id))
    const shown = [...page.matchAll(/id="(incident-\d+)"/g)].map(([, id]) => id)
    expect([...linked].sort()).toEqual(shown)
    expect(shown).toHaveLength(SAMPLE_DRILLS.bad.incidents.length)
  })

  it('says of which seed the timeline is, and how many were done of those that were asked for', () => {
    const [all, stopped] = [renderDrillPage(SAMPLE_DRILLS.seeds), renderDrillPage(SAMPLE_DRILLS.stopped)]
    expect(all.match(/All of this is of seed 42, the first of 100\./g)).toHaveLength(3)
    expect(all).not.toContain('Stopped')
    expect(stopped).toContain('Stopped after 37 of 100 seeds')
    expect(stopped).toContain('In how many of 37 seeds?')
  })

  it('marks what was asked for once by day and once by night', () => {
    expect(renderDrillPage(SAMPLE_DRILLS.bad).match(/<td class="[^"]*heat-asked/g)).toHaveLength(4)
  })

  it('names the alerts that were silent where a lane for each would be too many', () => {
    const body = bodyOf(renderDrillPage(SAMPLE_DRILLS.many))
    expect(body).toMatch(/Silent all the time: Kubernetes\w+02, /)
  })

  it('shows a dozen alerts that are not simulated, and folds the others away', () => {
    const [alert] = SAMPLE_DRILLS.bad.alerts.filter(({ outcome }) => outcome === 'not-simulated')
    if (alert === undefined) throw new Error('expected an alert that is not simulated')
    const alerts = Array.from({ length: 840 }, (_, i) => ({ ...alert, alert: `Others${i}`, line: i }))
    const body = bodyOf(renderDrillPage({ ...SAMPLE_DRILLS.bad, alerts: [...SAMPLE_DRILLS.bad.alerts, ...alerts] }))
    const folded = body.indexOf('<summary>Show the other 829</summary>')
    expect(body.indexOf('<dt>Others10 ')).toBeLessThan(folded)
    expect(body.indexOf('<dt>Others11 ')).toBeGreaterThan(folded)
    expect(body).toContain('<dt>Others839 ')
  })

  it('stays under 400 kB for thirty alerts, one of which flaps all month', () => {
    const [alert, ...others] = SAMPLE_DRILLS.many.alerts
    if (alert === undefined) throw new Error('expected an alert')
    const episodes = Array.from({ length: 20_000 }, (_, i) => ({
      month: 1,
      labels: {},
      pendingSeconds: i * 120,
      fromSeconds: i * 120 + 30,
      toSeconds: i * 120 + 60,
      notifiedSeconds: i * 120 + 45,
    }))
    const page = renderDrillPage({ ...SAMPLE_DRILLS.many, alerts: [{ ...alert, episodes }, ...others] })
    expect(page.length).toBeLessThan(400_000)
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
    ['bad', 1280, 'dark', true],
    ['bad', 360, 'light', false],
    ['many', 360, 'dark', true],
    ['seeds', 360, 'light', true],
    ['long', 360, 'light', true],
    ['hostile', 360, 'dark', true],
  ] as const)(
    '%s at %d pixels, %s, script %s: nothing complains, nothing scrolls sideways',
    async (name, width, colorScheme, javaScriptEnabled) => {
      const report = name === 'hostile' ? hostileDrill() : SAMPLE_DRILLS[name]
      const options = { viewport: { width, height: 800 }, colorScheme, javaScriptEnabled }
      const watched = await viewer.openHtml(renderDrillPage(report), options)
      expect(watched.complaints).toEqual([])
      expect(watched.requests).toEqual([])
      expect(await sidewaysScroll(watched.page)).toBeLessThanOrEqual(0)
      await watched.page.context().close()
    },
  )

  it('leads to an incident without a script', async () => {
    const { page } = await viewer.openHtml(renderDrillPage(SAMPLE_DRILLS.bad), { javaScriptEnabled: false })
    await page.locator('.incident-list a').nth(3).click()
    expect(await page.locator('.incident:target h3').textContent()).toBe('4 night')
    await page.context().close()
  })
})
