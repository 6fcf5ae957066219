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

export function timelineCsv(report: Pick<Report, 'timeline' | 'run' | 'repeats' | 'load'>): string {
  const { timeline } = report
  const alerts = [...new Set(timeline.flatMap((row) => Object.keys(row.alerts)))]
  const starts = startsOf(report)
  return csvText(
    ['second', 'time', ...COLUMNS.map(({ name }) => name), ...alerts.map((name) => `alert ${name}`)],
    timeline.map((row) => [
      row.second,
      timeOf(row.second, starts),
      ...COLUMNS.map(({ value }) => value(row)),
      ...alerts.map((name) => row.alerts[name] ?? null),
    ]),
  )
}

interface RunStart {
  /** Of the timeline. */
  readonly second: number
  readonly at: string
}

/** Several runs follow one another on one timeline, however long it was from one to the next: each begins with its first phase. */
function startsOf({ run, repeats, load }: Pick<Report, 'run' | 'repeats' | 'load'>): RunStart[] {
  const [first] = load.phases
  const begins = load.phases.flatMap(({ name, startSeconds }) => (name === first?.name ? [startSeconds] : []))
  const runs = repeats?.runs ?? []
  return [
    { second: 0, at: run.startedAt },
    ...runs.slice(1).flatMap(({ startedAt }, i) => {
      const second = begins[i + 1]
      return second === undefined ? [] : [{ second, at: startedAt }]
    }),
  ]
}

function timeOf(second: number, starts: readonly RunStart[]): string {
  const start = starts.findLast((each) => each.second <= second)
  return start === undefined ? '' : new Date(Date.parse(start.at) + (second - start.second) * 1e3).toISOString()
}
