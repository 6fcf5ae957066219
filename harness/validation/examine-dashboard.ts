import { counted } from '../../core/text/plural.ts'
import type { Dashboard, DashboardQuery } from '../../prometheus/dashboards/dashboard.ts'
import { drawnHistograms } from '../../prometheus/dashboards/drawn-histograms.ts'
import { lintDashboard } from '../../prometheus/dashboards/lint-dashboard.ts'
import { readDashboard } from '../../prometheus/dashboards/read-dashboard.ts'
import { boundsRemark } from './bounds-remark.ts'
import type { ExamineOptions } from './examine-options.ts'
import type { Examined } from './examined.ts'
import { scrapeInterval } from './scrape-interval.ts'

/** @param value the text, parsed */
export async function examineDashboard(
  text: string,
  value: unknown,
  file: string,
  options: ExamineOptions,
): Promise<Examined> {
  const dashboard = readDashboard(value)
  const bounds = await options.target.boundsOf(drawnHistograms(dashboard))
  const looked = lintDashboard(dashboard, { ...scrapeInterval(options, {}), bounds })
  return {
    file,
    contents: `dashboard ${JSON.stringify(dashboard.title)}, ${counted(dashboard.panels.length, 'panel')}, ${looked.quantilePanels} with histogram_quantile`,
    remarks: boundsRemark(file, looked.unknownBounds, 'how high their lines can go', options.target),
    findings: looked.findings.map(({ panel, query, ...finding }) => ({
      ...finding,
      file,
      line: query === null ? null : lineOf(text, query, dashboard),
      subject: panel,
    })),
  }
}

/**
 * Where a query stands in the JSON of a dashboard, in which others may be the same; null where it is written in another
 * way. Where the text has it more often than the panels do, nobody knows which is which, and the first stands for all.
 */
function lineOf(text: string, query: DashboardQuery, { panels }: Dashboard): number | null {
  const parts = text.split(JSON.stringify(query.expression))
  const same = panels.flatMap(({ queries }) => queries.filter(({ expression }) => expression === query.expression))
  if (parts.length === 1) return null
  const nth = parts.length - 1 === same.length ? same.indexOf(query) : 0
  return parts.slice(0, nth + 1).reduce((sum, part) => sum + part.split('\n').length - 1, 1)
}
