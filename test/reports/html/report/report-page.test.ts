import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderReportPage } from '../../../../reports/html/report/report-page.ts'
import { GATE_REPORTS } from '../../../support/gate-reports.ts'
import { goldenFile } from '../../../support/golden.ts'
import { anyReport } from '../../../support/hostile-reports.ts'
import { BUCKET_LAYOUTS, LAB_LAYOUTS } from '../../../support/sample-layouts.ts'
import { SAMPLE_REPORTS } from '../../../support/sample-reports.ts'
import { hostileRun, NO_DETAILS, RUN_NAMES, sampleRun } from '../../../support/sample-runs.ts'

/** The page without the bundled script and style and their hashes. */
function content(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, '<style></style>')
    .replace(/<script>[\s\S]*?<\/script>/, '<script></script>')
    .replace(/sha256-[\w+/]+=*/g, 'sha256-…')
}

const withoutData = (page: string) => content(page).replace(/(id="charts">)[\s\S]*?(<\/script>)/, '$1$2')

describe('report.html', () => {
  it.each(['lab', 'failing'] as const)('renders the run %s as in its golden file', async (name) => {
    const { report, details } = sampleRun(name)
    await expect(withoutData(renderReportPage(report, details))).toMatchFileSnapshot(goldenFile(`html/${name}.html`))
  })

  it.each(['inconclusive-unfit', 'interrupted-stall', 'hostile-names'] as const)(
    'renders the report %s without curves as in its golden file',
    async (name) => {
      await expect(withoutData(renderReportPage(SAMPLE_REPORTS[name], NO_DETAILS))).toMatchFileSnapshot(
        goldenFile(`html/${name}.html`),
      )
    },
  )

  it('has sections for layouts, baseline and repeats if the run has them', async () => {
    const { report, details } = sampleRun('lab')
    const { baseline } = GATE_REPORTS['gate-regressed']
    const { repeats } = GATE_REPORTS['gate-repeated']
    const page = renderReportPage(
      { ...report, ...LAB_LAYOUTS, ...(baseline && { baseline }), ...(repeats && { repeats }) },
      details,
    )
    const headings = [...content(page).matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, text]) => text)
    expect(headings.slice(7, 10)).toEqual([
      'Would other buckets have estimated better?',
      'Slower than before?',
      'Do the runs agree with each other?',
    ])
    await expect(/<section id="layouts"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '').toMatchFileSnapshot(
      goldenFile('html/layouts.html'),
    )
    const ofBuckets = renderReportPage({ ...report, ...BUCKET_LAYOUTS }, details)
    await expect(/<section id="layouts"[\s\S]*?<\/section>/.exec(ofBuckets)?.[0] ?? '').toMatchFileSnapshot(
      goldenFile('html/layouts-of-buckets.html'),
    )
    await expect(/<section id="baseline"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '').toMatchFileSnapshot(
      goldenFile('html/baseline.html'),
    )
    await expect(/<section id="repeats"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '').toMatchFileSnapshot(
      goldenFile('html/repeats.html'),
    )
  })

  it.each(RUN_NAMES)('loads nothing from the network and stays below 400 kB for the run %s', (name) => {
    const { report, details } = sampleRun(name)
    const page = renderReportPage(report, details)
    expect(page.length).toBeLessThan(400_000)
    expect(content(page)).not.toMatch(/\b(src|href)="(?!#|data:)/)
    expect(content(page)).toContain(`content="default-src &#39;none&#39;; img-src data:; script-src`)
  })

  it('has its sections in the order in which readers ask', () => {
    const { report, details } = sampleRun('spike')
    const headings = [...content(renderReportPage(report, details)).matchAll(/<h([12])[^>]*>(.*?)<\/h\1>/g)]
    expect(headings.map(([, , text]) => (text ?? '').replace(/<[^>]+>/g, ''))).toEqual([
      'PASS',
      'Can the measurement be trusted?',
      'What happened over time?',
      'How slow, for how many?',
      'Where does the estimate come from?',
      'What is the error made of?',
      'Are the objectives met?',
      'What did the alert do?',
      'The scenario, and how to replay it',
    ])
  })

  it('has a table and an accessible name for every chart', () => {
    const { report, details } = sampleRun('spike')
    const figures = content(renderReportPage(report, details)).match(/<figure[\s\S]*?<\/figure>/g) ?? []
    expect(figures).toHaveLength(5)
    for (const figure of figures) {
      expect(figure).toMatch(/role="img" aria-label="[^"]{20,}"/)
      expect(figure).toMatch(/<details class="table-view"><summary>[\s\S]*<table>[\s\S]*<tbody>\n<tr>/)
    }
  })

  it('gathers the seconds of a day-long run into bins and stays below 1 MB', () => {
    const { report, details } = sampleRun('spike')
    const row = report.timeline[50] as (typeof report.timeline)[number]
    const timeline = Array.from({ length: 86_400 }, (_, second) => ({ ...row, second }))
    const page = renderReportPage({ ...report, timeline }, details)
    expect(page.length).toBeLessThan(1_000_000)
    expect(content(page)).toContain('Each point stands for 30s')
  })

  it('shows a quantile among requests that never ended as unbounded', () => {
    const { report, details } = sampleRun('failing')
    const page = content(renderReportPage(report, details))
    expect(page).toContain('<dt>Exact P95</dt><dd><span class="figure-value">∞</span>')
    expect(page).toContain('From 0:01 on, so many requests never ended that the exact P95 had no bound.')
  })

  it('escapes scripts in texts from outside', () => {
    const { report, details } = hostileRun()
    const page = content(renderReportPage(report, details))
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('\u202e')
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page.match(/<script/g)).toHaveLength(2)
  })

  it('nests its elements correctly for any texts', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const page = withoutData(renderReportPage(report, NO_DETAILS))
        expect(unclosed(page)).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

const VOID = new Set(['meta', 'link', 'br', 'input', 'line', 'rect', 'circle', 'path'])

/** The elements that are open at the end, or the first that is closed out of turn. */
function unclosed(page: string): string[] {
  const open: string[] = []
  for (const [, slash, name = '', rest] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b((?:"[^"]*"|[^>"])*)>/g)) {
    if (VOID.has(name) || rest?.endsWith('/')) continue
    if (slash === '') open.push(name)
    else if (open.at(-1) === name) open.pop()
    else return [...open, `/${name}`]
  }
  return open
}
