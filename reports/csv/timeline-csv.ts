// timeline.csv: one row for each second of the run, as `timeline` of report.json holds it. Seconds; an empty field is no value.

import type { Report, TimelineRow } from '../../core/report/report.ts'
import { type CsvValue, csvText } from './csv-text.ts'

interface TimelineColumn {
  readonly name: string
  readonly value: (row: TimelineRow) => CsvValue
}

/** Behind these, each alert has a column with its state, headed `alert <name>`. */
const COLUMNS: readonly TimelineColumn[] = [
  { name: 'phase', value: ({ phase }) => phase },
  { name: 'offered', value: ({ offered }) => offered },
  { name: 'completed', value: ({ completed }) => completed },
  { name: 'errors', value: ({ errors }) => errors },
  { name: 'timeouts', value: ({ timeouts }) => timeouts },
  { name: 'p50_seconds', value: ({ slot }) => slot.p50 },
  { name: 'p95_seconds', value: ({ slot }) => slot.p95 },
  { name: 'p99_seconds', value: ({ slot }) => slot.p99 },
  { name: 'window_p50_seconds', value: ({ window }) => window.p50 },
  { name: 'window_p95_seconds', value: ({ window }) => window.p95 },
  { name: 'window_p99_seconds', value: ({ window }) => window.p99 },
  { name: 'estimate_seconds', value: ({ estimate }) => estimate },
]

export function timelineCsv({ timeline, run }: Pick<Report, 'timeline' | 'run'>): string {
  const alerts = [...new Set(timeline.flatMap((row) => Object.keys(row.alerts)))]
  const startedAt = Date.parse(run.startedAt)
  return csvText(
    ['second', 'time', ...COLUMNS.map(({ name }) => name), ...alerts.map((name) => `alert ${name}`)],
    timeline.map((row) => [
      row.second,
      new Date(startedAt + row.second * 1e3).toISOString(),
      ...COLUMNS.map(({ value }) => value(row)),
      ...alerts.map((name) => row.alerts[name] ?? null),
    ]),
  )
}
