// From what the rules did on recorded data to the report: counts, days, what the buckets decide, what changes, and whether
// it was expected. Pure.

import type {
  AlertHistories,
  Backtest,
  BacktestedAlert,
  BacktestVariant,
  Episode,
  TimeSpan,
} from '../../core/backtest/backtest.ts'
import { wasEvaluated } from '../../core/backtest/was-evaluated.ts'
import type {
  BacktestReport,
  ChangedAlert,
  ReportedAlert,
  ReportedHistories,
  ReportedHistory,
} from '../../core/report/backtest-report.ts'
import { BACKTEST_SCHEMA_VERSION } from '../../core/report/schema/backtest-schema.ts'
import { worstVerdict } from '../../core/report/worst-verdict.ts'
import { listed } from '../../core/text/plural.ts'
import { cannotHoldInWords } from '../alerts/cannot-hold.ts'
import { backtestHeadline, backtestReasons } from './backtest-headline.ts'
import { compareVariants } from './compare-variants.ts'
import { pagesByDay } from './days.ts'
import type { BacktestExpectation } from './expectation.ts'
import { firingMs, unitedMs } from './firing-time.ts'
import { historiesOf } from './histories-of.ts'
import { judgeExpectation } from './judge-expectation.ts'
import { judgeLayout } from './layout-judgement.ts'
import { firingCounts, possibleFirings } from './possible-firings.ts'
import { instantOf, reportEpisode, reportSpan } from './report-episode.ts'
import { NO_INSTANT } from './unseen-reason.ts'

/** What was asked for, beside the data. */
export interface BacktestQuestion {
  readonly rules: readonly string[]
  /** The file of the proposed rules; the variant of that name is compared with the first, and judged. */
  readonly proposed: string | null
  readonly expectations: readonly BacktestExpectation[]
  /** Why a variant left an alert as it is written: by the variant's name, then by `group/alert/line`. */
  readonly notVaried: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly notes: readonly string[]
  readonly run: BacktestReport['run']
}

/** Which rule of a variant an alert is. */
export function alertKey({ group, alert, line }: Pick<BacktestedAlert, 'group' | 'alert' | 'line'>): string {
  return JSON.stringify([group, alert, line])
}

/** @throws RangeError for a back-test without a variant */
export function reportBacktest(backtest: Backtest, question: BacktestQuestion): BacktestReport {
  const { fromMs, toMs, source, recorded, gaps, seriesCount, sampleCount, variants } = backtest
  const { rules, proposed, run } = question
  const today = variants[0]
  if (today === undefined) throw new RangeError('expected a back-test with a variant, got none')
  const next = proposed === null ? undefined : variants.find(({ name }) => name === proposed)
  const judged = next ?? today
  const expectations = question.expectations.map((expectation) =>
    judgeExpectation(
      expectation,
      judged.alerts.filter(({ alert }) => alert === expectation.alert),
      { fromMs, toMs, recorded, interrupted: run.interrupted, variant: judged.name },
    ),
  )
  const changes = next === undefined ? null : compareVariants(today, next, { fromMs })
  const report: Omit<BacktestReport, 'headline' | 'reasons'> = {
    schemaVersion: BACKTEST_SCHEMA_VERSION,
    verdict:
      expectations.length > 0
        ? worstVerdict(expectations.map(({ finding }) => finding))
        : verdictOfNothingExpected(next === undefined || next.alerts.length === 0 ? variants : [next], changes ?? []),
    run,
    rules: [...rules],
    proposed,
    source: { ...source },
    from: instantOf(fromMs),
    to: instantOf(toMs),
    recorded: recorded && reportSpan(recorded),
    seriesCount,
    sampleCount,
    gaps: gaps.map((gap) => ({ ...reportSpan(gap), selector: gap.selector, reason: gap.reason })),
    notes: [...question.notes, ...backtest.notes],
    variants: variants.map((variant, i) => ({
      name: variant.name,
      kind: i === 0 ? 'as-written' : variant === next ? 'proposed' : 'varied',
      alerts: variant.alerts.map((alert) =>
        reportAlert(alert, backtest, question.notVaried.get(variant.name)?.get(alertKey(alert)) ?? null),
      ),
    })),
    changes,
    expectations,
  }
  const { schemaVersion, verdict, ...rest } = report
  return {
    schemaVersion,
    verdict,
    headline: backtestHeadline(report),
    reasons: backtestReasons(report),
    ...rest,
  }
}

/**
 * Inconclusive where nothing was evaluated, for that proves nothing about the rules, and where today's rule was evaluated
 * and the proposed one was not, so that what changes is not known.
 */
function verdictOfNothingExpected(
  variants: readonly BacktestVariant[],
  changes: readonly ChangedAlert[],
): BacktestReport['verdict'] {
  const isAnyEvaluated = variants.some(({ alerts }) => alerts.some(wasEvaluated))
  const isLost = changes.some(
    ({ before, after }) => before?.problem === null && after !== null && after.problem !== null,
  )
  return isAnyEvaluated && !isLost ? null : 'inconclusive'
}

function reportAlert(alert: BacktestedAlert, span: TimeSpan, notVaried: string | null): ReportedAlert {
  const histories = historiesOf(alert)
  const evaluated = alert.outcome === 'evaluated' ? alert : null
  const notKnown = evaluated?.notKnown ?? []
  const withoutData = evaluated?.withoutData ?? []
  const { fewest, most } = firingCounts(possibleFirings(histories, alert))
  return {
    alert: alert.alert,
    file: alert.file,
    line: alert.line,
    group: alert.group,
    expression: alert.expression,
    forSeconds: alert.forSeconds,
    keepFiringForSeconds: alert.keepFiringForSeconds,
    labels: alert.labels,
    evaluationSeconds: alert.evaluationSeconds,
    evaluations: evaluated?.evaluations ?? 0,
    outcome: alert.outcome,
    problem: problemOf(alert),
    notVaried,
    failures: (evaluated?.failures ?? []).map(({ message, evaluations, firstMs }) => ({
      message,
      evaluations,
      first: instantOf(firstMs),
    })),
    notFollowed: [...(evaluated?.notFollowed ?? [])],
    missing: [...(evaluated?.missing ?? [])],
    missingSides: [...(evaluated?.missingSides ?? [])],
    ...(evaluated?.cannotHold && { cannotHold: cannotHoldInWords(evaluated.cannotHold) }),
    histories: reportHistories(histories),
    timesFired: { fewest, most },
    notKnown: notKnown.map(reportSpan),
    notKnownSeconds: unitedMs(notKnown) / 1e3,
    withoutData: withoutData.map(reportSpan),
    withoutDataSeconds: unitedMs(withoutData) / 1e3,
    days: evaluated === null ? [] : pagesByDay(histories, notKnown, span),
    layout: judgeLayout(evaluated?.quantiles ?? [], histories),
  }
}

function problemOf(alert: BacktestedAlert): string | null {
  if (alert.outcome === 'not-evaluated') return alert.problem
  if (alert.outcome === 'no-data') return `no series matched ${listed(alert.selectors)}`
  return alert.evaluations === 0 ? NO_INSTANT : null
}

function reportHistories({ surely, drawn, could }: AlertHistories): ReportedHistories {
  return { surely: reportHistory(surely), drawn: reportHistory(drawn), could: reportHistory(could) }
}

function reportHistory(episodes: readonly Episode[]): ReportedHistory {
  return { fired: episodes.length, firingSeconds: firingMs(episodes) / 1e3, episodes: episodes.map(reportEpisode) }
}
