// requests.csv: what became of each request of the plan over the measured phases, and of all of them in each phase. Seconds;
// an empty field is no value, Infinity a quantile that lies among requests that never ended.

import type { LatencySummary } from '../../core/latency/latency-summary.ts'
import type { Report, ReportedLoad } from '../../core/report/report.ts'
import { type CsvValue, csvText } from './csv-text.ts'

const COUNTS = ['offered', 'completed', 'errors', 'timeouts', 'neverSent', 'unfinished', 'interrupted', 'lost'] as const
const QUANTILES = ['min', 'mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'] as const
const TIMES = [
  { name: 'response_time', of: ({ responseTime }: ReportedLoad) => responseTime },
  { name: 'service_time', of: ({ serviceTime }: ReportedLoad) => serviceTime },
  { name: 'ttfb', of: ({ timeToFirstByte }: ReportedLoad) => timeToFirstByte },
] as const

export function requestsCsv({ load, repeats }: Pick<Report, 'load' | 'repeats'>): string {
  return csvText(
    [
      'request',
      'phase',
      ...COUNTS.map(snakeCase),
      'duration_seconds',
      'offered_per_second',
      'achieved_per_second',
      ...TIMES.flatMap(({ name }) => QUANTILES.map((quantile) => `${name}_${quantile}_seconds`)),
      'status_codes',
      'error_kinds',
      'run',
    ],
    [
      row('', '', load.total),
      ...(load.requests ?? []).map((request) => row(request.name, '', request)),
      ...load.phases.map((phase, i) => row('', phase.name, phase, repeats ? runOf(i, load.phases) : null)),
    ],
  )
}

/** Phases of one run have different names, and those of the next follow them. Counted from 1. */
function runOf(phase: number, phases: Report['load']['phases']): number {
  return phases.slice(0, phase + 1).filter(({ name }) => name === phases[phase]?.name).length
}

/** An empty name stands for all of them: all requests, all measured phases, and so does a run that is null. */
function row(request: string, phase: string, load: ReportedLoad, run: number | null = null): CsvValue[] {
  return [
    request,
    phase,
    ...COUNTS.map((name) => load[name]),
    load.durationSeconds,
    load.offeredRate,
    load.achievedRate,
    ...TIMES.flatMap(({ of }) => latencies(of(load))),
    countsInWords(load.statusCodes),
    countsInWords(load.errorKinds),
    run,
  ]
}

function latencies(summary: LatencySummary | undefined): CsvValue[] {
  return QUANTILES.map((name) => {
    const seconds = summary?.[name] ?? null
    const isQuantile = name.startsWith('p')
    return seconds === null && isQuantile && (summary?.unboundedCount ?? 0) > 0 ? Number.POSITIVE_INFINITY : seconds
  })
}

/** `200:4800 503:12` */
function countsInWords(counts: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(counts)
    .flatMap(([name, count]) => (count === undefined ? [] : [`${name}:${count}`]))
    .join(' ')
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
