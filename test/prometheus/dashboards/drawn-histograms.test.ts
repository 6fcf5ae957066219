import { expect, it } from 'vitest'
import { drawnHistograms } from '../../../prometheus/dashboards/drawn-histograms.ts'
import { lintDashboard } from '../../../prometheus/dashboards/lint-dashboard.ts'
import { readDashboard } from '../../../prometheus/dashboards/read-dashboard.ts'

const p95 = (buckets: string) => `histogram_quantile(0.95, sum by (le) (rate(${buckets}[$__rate_interval])))`
const target = (expr: string) => ({ refId: 'A', expr })
const DASHBOARD = readDashboard({
  templating: { list: [{ name: 'set', current: { value: 'c_seconds' } }] },
  panels: [
    { title: 'Two', targets: [target(`${p95('b_seconds_bucket')} / ${p95('a_seconds_bucket')}`)] },
    { title: 'Again', targets: [target(p95('b_seconds_bucket{job="$job"}')), target(p95(`$${'{set}'}_bucket`))] },
    { title: 'Named by a variable', targets: [target(p95(`$${'{unset}'}_bucket`))] },
    { title: 'Native', targets: [target(p95('d_seconds'))] },
    { title: 'No quantile', targets: [target('rate(e_seconds_bucket[5m])')] },
    { title: 'Not read', targets: [target(`${p95('f_seconds_bucket')} >`)] },
    { title: 'Elsewhere', libraryPanel: { uid: 'u', name: 'Lib' } },
  ],
})

it('are named once, in the order of the panels', () => {
  expect(drawnHistograms(DASHBOARD)).toEqual(['b_seconds', 'a_seconds', 'c_seconds'])
})

it('are those whose bounds the check misses where it is given none', () => {
  expect(lintDashboard(DASHBOARD, { scrapeIntervalSeconds: 15 }).unknownBounds).toEqual(drawnHistograms(DASHBOARD))
})
