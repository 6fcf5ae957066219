// report.html: one file that gives, from top to bottom, the verdict, whether the measurement can be trusted, and the
// evidence. Text and tables hold every figure; the client adds the charts. Pure, except that the bundled client is read once.

import type { Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { withPlainText } from '../../figures/plain-text.ts'
import { verdictTexts } from '../../figures/reasons-below.ts'
import { verdictTitle } from '../../figures/verdict-label.ts'
import { layoutsOfReport } from '../../run-folder/write-layouts.ts'
import { alertChart } from '../charts/alert-chart.ts'
import type { ChartData, PageCharts } from '../charts/chart-data.ts'
import { distributionChart } from '../charts/distribution-chart.ts'
import { estimateChart } from '../charts/estimate-chart.ts'
import { intervalChart } from '../charts/interval-chart.ts'
import { layoutChart } from '../charts/layout-chart.ts'
import { layoutDistributionsChart } from '../charts/layout-distributions-chart.ts'
import { percentileChart } from '../charts/percentile-chart.ts'
import { timelineChart } from '../charts/timeline-chart.ts'
import { waterfallChart } from '../charts/waterfall-chart.ts'
import { pageFooter, pageHeader } from '../page/header-footer.ts'
import { html, type Markup } from '../page/markup.ts'
import { renderPage } from '../page/page.ts'
import { renderContents, renderSection, type Section } from '../page/section.ts'
import { verdictIcon } from '../page/verdict-badge.ts'
import { alertChartId, alertSection } from './alert-section.ts'
import { baselineChart, baselineChartId, baselineSection } from './baseline-section.ts'
import { bucketSection } from './bucket-section.ts'
import { flowSection } from './flow-section.ts'
import { layoutSection } from './layout-section.ts'
import { measurementSection } from './measurement-section.ts'
import { objectiveChartId, objectiveSection } from './objective-section.ts'
import { percentileSection } from './percentile-section.ts'
import { repeatSection } from './repeat-section.ts'
import { requestSection } from './requests/request-section.ts'
import { ruleSection } from './rule-section.ts'
import { scenarioSection } from './scenario-section.ts'
import { timelineSection } from './timeline-section.ts'
import { renderVerdict } from './verdict-section.ts'
import { waterfallSection } from './waterfall-section.ts'

export function renderReportPage(report: Report, details: ReportDetails): string {
  const plain = withCode(withPlainText(report), report)
  const plainDetails = withPlainText(details)
  return renderPage({
    title: `${verdictTitle(plain)}: ${plain.scenario.name}`,
    kind: 'report',
    icon: verdictIcon(plain.verdict),
    body: renderBody(plain, plainDetails),
    charts: reportCharts(plain, plainDetails),
  })
}

/** Code to paste keeps its lines. */
function withCode(plain: Report, { layoutStudy }: Report): Report {
  if (plain.layoutStudy === undefined || layoutStudy === undefined) return plain
  return { ...plain, layoutStudy: { ...plain.layoutStudy, code: layoutStudy.code } }
}

function renderBody(report: Report, details: ReportDetails): Markup {
  const sections = reportSections(report, details)
  return html`${pageHeader()}<div class="page">
${renderContents(sections)}<main id="main">
${renderVerdict(report)}${sections.map(renderSection)}</main>
</div>
${pageFooter(report.run.harnessVersion)}`
}

function reportSections(report: Report, details: ReportDetails): Section[] {
  const said = verdictTexts(report)
  const sections: (Section | null)[] = [
    measurementSection(report, said),
    flowSection(report),
    timelineSection(report, details),
    percentileSection(report, details),
    bucketSection(report, details, said),
    waterfallSection(report),
    objectiveSection(report, said),
    requestSection(report, said),
    alertSection(report, said),
    ruleSection(report),
    layoutSection(layoutsOfReport(report)),
    baselineSection(report, said),
    repeatSection(report),
    scenarioSection(report),
  ]
  return sections.filter((section): section is Section => section !== null)
}

function reportCharts(report: Report, details: ReportDetails): PageCharts {
  const compared = layoutsOfReport(report)
  const charts: (readonly [id: string, chart: ChartData | null])[] = [
    ['chart-estimate', estimateChart(report)],
    ['chart-timeline', timelineChart(report, details)],
    ['chart-percentiles', percentileChart(report, details)],
    ['chart-distribution', distributionChart(report, details)],
    ['chart-waterfall', waterfallChart(report.crossCheck)],
    ...report.sla.map((finding, i) => [objectiveChartId(i), intervalChart(finding)] as const),
    ...report.alerts.map((alert, i) => [alertChartId(i), alertChart(alert, report, details)] as const),
    ['chart-layouts', layoutChart(compared)],
    ['chart-layout-distributions', layoutDistributionsChart(compared)],
    ...(report.baseline?.findings ?? []).map(
      (finding, i) => [baselineChartId(i), baselineChart(finding, report.baseline?.margin ?? 0)] as const,
    ),
  ]
  return Object.fromEntries(charts.filter((entry): entry is [string, ChartData] => entry[1] !== null))
}
