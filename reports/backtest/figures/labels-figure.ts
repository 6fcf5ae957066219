import type { BacktestReport, ReportedAlert, ReportedEpisode } from '../../../core/report/backtest-report.ts'

/** What tells the label sets of an alert apart: neither its name nor the labels of the rule. */
export function labelsFigure(labels: ReportedEpisode['labels'], alert: Pick<ReportedAlert, 'labels'>): string {
  const pairs = Object.entries(labels)
    .filter(([name, value]) => name !== 'alertname' && alert.labels[name] !== value)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return pairs.length === 0 ? '' : `{${pairs.join(', ')}}`
}

/** The labels of a page without its alert's name and what all rules of that name set. */
export function pageLabels(labels: ReportedEpisode['labels'], alert: string, { variants }: BacktestReport): string {
  const rules = variants.flatMap(({ alerts }) => alerts.filter((each) => each.alert === alert))
  const shared = Object.entries(rules[0]?.labels ?? {}).filter(([name, value]) =>
    rules.every((rule) => rule.labels[name] === value),
  )
  return labelsFigure(labels, { labels: Object.fromEntries(shared) })
}
