// The use case: rules in, recorded data in, a report out. Nothing is sent to any service; a Prometheus is asked for samples.

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { alertKey, reportBacktest } from '../../analysis/backtest/report-backtest.ts'
import type { Backtest } from '../../core/backtest/backtest.ts'
import type { Environment } from '../../core/environment.ts'
import type { BacktestReport } from '../../core/report/backtest-report.ts'
import { UserError } from '../../core/user-error.ts'
import type { BacktestProgress, RecordedSource } from '../../prometheus/backtest/backtest-request.ts'
import { runBacktest } from '../../prometheus/backtest/run-backtest.ts'
import { remoteAccess } from '../../prometheus/remote/access.ts'
import { folderAt } from '../../reports/run-folder/run-files.ts'
import { type SpanEnd, spanEndMs } from '../layouts/record-choice.ts'
import { harnessVersion } from '../version.ts'
import type { BacktestOptions, RecordedData } from './backtest-options.ts'
import { evaluationInterval } from './evaluation-interval.ts'
import { lastInstantMs } from './last-instant.ts'
import type { RuleVariants } from './rule-variants.ts'

const DEFAULT_SPAN_SECONDS = 28 * 86_400

export interface BacktestSurroundings {
  readonly environment: Environment
  readonly nowMs: () => number
  readonly signal: AbortSignal
  readonly onProgress: (progress: BacktestProgress) => void
}

/** @throws UserError where the data cannot be read */
export async function backtestRules(
  options: BacktestOptions,
  rules: RuleVariants,
  { environment, nowMs, signal, onProgress }: BacktestSurroundings,
): Promise<BacktestReport> {
  const startedMs = nowMs()
  const source = await sourceOf(options.data, environment)
  const span = await spanOf(options, source, startedMs)
  const backtest = await runBacktest(
    {
      source,
      ...span,
      variants: rules.variants,
      evaluationSeconds: options.evaluationSeconds ?? (await evaluationInterval(source, signal)),
      offset: 'aligned',
      dialect: null,
    },
    { signal, onProgress },
  )
  return reportBacktest(reportedAlone(backtest, rules), {
    rules: options.rules,
    proposed: rules.proposed,
    expectations: options.expectations,
    notVaried: rules.notVaried,
    notes: [...rules.notes, ...notesOf(rules)],
    run: {
      startedAt: new Date(startedMs).toISOString(),
      durationSeconds: (nowMs() - startedMs) / 1e3,
      interrupted: signal.aborted,
      harnessVersion,
    },
  })
}

async function sourceOf(data: RecordedData, environment: Environment): Promise<RecordedSource> {
  if (data.kind === 'prometheus') return { kind: 'prometheus', access: remoteAccess(data.url, environment) }
  const folder = await folderAt(data.path)
  const path = folder === undefined ? data.path : join(folder, 'scrapes.om')
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return { kind: folder === undefined ? 'openMetrics' : 'run', path }
  const expected =
    folder === undefined ? 'OpenMetrics text with timestamps, or the folder of a run' : 'a run with scrapes.om'
  throw new UserError(`--data ${data.path}: expected ${expected}, got ${found ? 'something else' : 'no such file'}`)
}

/** Of a file, the end is its last sample. @throws UserError where it begins behind its end */
async function spanOf(
  { from, to }: BacktestOptions,
  source: RecordedSource,
  nowMs: number,
): Promise<{ readonly fromMs: number | null; readonly toMs: number | null }> {
  const isRelative = (end: SpanEnd | undefined) => end !== undefined && 'beforeEndMs' in end
  if (source.kind !== 'prometheus' && !isRelative(from) && !isRelative(to))
    return checked({ fromMs: from ? spanEndMs(from, nowMs) : null, toMs: to ? spanEndMs(to, nowMs) : null })
  const lastMs = source.kind === 'prometheus' ? nowMs : await lastInstantMs(source.path)
  const toMs = to ? spanEndMs(to, lastMs) : lastMs
  const defaultFrom = source.kind === 'prometheus' ? toMs - DEFAULT_SPAN_SECONDS * 1e3 : null
  return checked({ fromMs: from ? spanEndMs(from, lastMs) : defaultFrom, toMs })
}

function checked<Span extends { readonly fromMs: number | null; readonly toMs: number | null }>(span: Span): Span {
  const { fromMs, toMs } = span
  if (fromMs === null || toMs === null || fromMs < toMs) return span
  throw new UserError(
    `--from: expected an instant before --to, got ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`,
  )
}

/** Without alerts that were evaluated only because others read them. */
function reportedAlone(backtest: Backtest, { reported }: RuleVariants): Backtest {
  if (reported.length === 0) return backtest
  const variants = backtest.variants.map((variant) => ({
    ...variant,
    alerts: variant.alerts.filter(({ alert }) => reported.includes(alert)),
  }))
  return { ...backtest, variants }
}

function notesOf({ variants, notVaried }: RuleVariants): string[] {
  const alerts = (name: string) => [...(notVaried.get(name) ?? new Map<string, string>())]
  return variants.flatMap(({ name, ruleFile }) =>
    alerts(name).map(([key, reason]) => {
      const found = ruleFile.groups
        .flatMap((group) => group.rules.map((rule) => ({ group: group.name, rule })))
        .find(({ group, rule }) => alertKey({ group, alert: rule.name, line: rule.line }) === key)
      return `${name} leaves ${found?.rule.name ?? 'an alert'} as it is written: ${reason}.`
    }),
  )
}
