import type { DrilledAlert } from '../../../core/report/drill-report.ts'

/** A name for each alert, each once: rules that share one are told apart by severity, else by their place. */
export function alertNames(alerts: readonly DrilledAlert[]): string[] {
  const named = alerts.map(({ alert }) => alert)
  const withSeverity = alerts.map(({ alert, severity }) => (severity === null ? alert : `${alert} (${severity})`))
  const withPlace = alerts.map(({ alert, line, file }) => `${alert} (${file}:${line})`)
  const isOnce = (names: readonly string[], i: number) => names.filter((name) => name === names[i]).length === 1
  return alerts.map((_, i) => {
    const names = [named, withSeverity].find((each) => isOnce(each, i)) ?? withPlace
    return names[i] as string
  })
}
