// The quantiles of a dashboard's panels: how high their lines can go, and what else is wrong with them.

import { SECONDS_PER_UNIT, unitOfName } from '../../core/histogram/latency-unit.ts'
import type { RuleFinding } from '../../core/run/rule-finding.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { listed } from '../../core/text/plural.ts'
import { bucketsWithoutBounds } from '../alerting/lint/buckets-without-bounds.ts'
import { combinedQuantiles } from '../alerting/lint/combined-quantiles.ts'
import type { Diagnostic, LintContext, LintedRule } from '../alerting/lint/linted-rule.ts'
import { misusedQuantile } from '../alerting/lint/misused-quantile.ts'
import { shortRange } from '../alerting/lint/short-range.ts'
import type { Call, Expression } from '../promql/expression/expression.ts'
import { nativeMetric } from '../promql/native-reading.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import { PromqlError } from '../promql/parse/promql-error.ts'
import { valueRange } from '../promql/reach/value-range.ts'
import type { Dashboard, DashboardPanel, DashboardQuery } from './dashboard.ts'
import { histogramsIn, isNamedByVariable, quantilesIn } from './drawn-histograms.ts'
import { fillVariables } from './fill-variables.ts'

export interface PanelFinding {
  /** `Latency › P95 (A)` */
  readonly panel: string
  /** Null where the panel has none here. */
  readonly query: DashboardQuery | null
  readonly severity: RuleFinding['severity']
  readonly sentence: string
}

export interface DashboardFindings {
  /** Panels with a histogram_quantile. */
  readonly quantilePanels: number
  /** Histograms whose bounds would tell how high a line can go. */
  readonly unknownBounds: readonly string[]
  readonly findings: readonly PanelFinding[]
}

export function lintDashboard({ panels, variables }: Dashboard, context: LintContext): DashboardFindings {
  const looked = panels.flatMap((panel) => [
    ...libraryFinding(panel),
    ...panel.queries.map((query) => lookedAt(panel, query, variables, context)),
  ])
  return {
    quantilePanels: new Set(looked.flatMap(({ isQuantile, panel }) => (isQuantile ? [panel] : []))).size,
    unknownBounds: [...new Set(looked.flatMap(({ unknown }) => unknown))],
    findings: looked.flatMap(({ findings }) => findings),
  }
}

interface LookedAt {
  readonly panel: DashboardPanel
  readonly isQuantile: boolean
  readonly unknown: readonly string[]
  readonly findings: readonly PanelFinding[]
}

function libraryFinding(panel: DashboardPanel): LookedAt[] {
  if (panel.library === null) return []
  const sentence = `shows the library panel ${panel.library}, whose queries stand in another file: export the dashboard for sharing externally, or give that panel's JSON`
  const finding = { panel: panel.title, query: null, severity: 'note' as const, sentence }
  return [{ panel, isQuantile: false, unknown: [], findings: [finding] }]
}

function lookedAt(
  panel: DashboardPanel,
  query: DashboardQuery,
  variables: Dashboard['variables'],
  context: LintContext,
): LookedAt {
  const { text, hasFilledNumbers } = fillVariables(query.expression, variables)
  const finding = ({ severity, sentence }: Diagnostic): PanelFinding => ({
    panel: `${panel.title} (${query.name})`,
    query,
    severity,
    sentence,
  })
  const isQuantile = query.expression.includes('histogram_quantile')
  const expression = parsedOr(text, (error) => finding(notRead(error)))
  if (!('kind' in expression)) return { panel, isQuantile, unknown: [], findings: isQuantile ? [expression] : [] }
  const calls = quantilesIn(expression)
  const named = calls.flatMap((call) => unknownHistograms(call, context))
  const unknown = named.filter((name) => !isNamedByVariable(name))
  const found = [
    ...calls.flatMap((call) => ceilingOf(call, panel, context)),
    ...(unknown.length < named.length ? [namedByVariable()] : []),
    ...(calls.length === 0 || hasFilledNumbers ? [] : unreachedThresholds(expression, panel, context)),
    ...diagnosticsOf(expression, query, context),
  ]
  return { panel, isQuantile: calls.length > 0, unknown, findings: found.map(finding) }
}

function parsedOr<T>(text: string, otherwise: (error: PromqlError) => T): Expression | T {
  try {
    return parseExpression(text)
  } catch (error) {
    if (error instanceof PromqlError) return otherwise(error)
    throw error
  }
}

function notRead({ part, problem, unsupported }: PromqlError): Diagnostic {
  return {
    severity: unsupported ? 'note' : 'warning',
    sentence: `not read, because of \`${part}\`: ${problem}`,
  }
}

function namedByVariable(): Diagnostic {
  return {
    severity: 'note',
    sentence:
      'a variable without a current value names its histogram, so that its bounds cannot be looked up: save the dashboard with a value chosen',
  }
}

function unknownHistograms(call: Call, { bounds }: LintContext): readonly string[] {
  return histogramsIn(call).filter((name) => !bounds?.has(name))
}

const NO_RECORDS: ReadonlyMap<string, Expression> = new Map()

function ceilingOf(call: Call, { unit }: DashboardPanel, { bounds }: LintContext): Diagnostic[] {
  const native = nativeMetric(call.arguments, NO_RECORDS)
  if (native !== undefined)
    return [
      {
        severity: 'note',
        sentence: `reads the native histogram ${native}, which has no bounds, so that its line has no ceiling`,
      },
    ]
  const histograms = histogramsIn(call)
  if (
    histograms.length === 0 ||
    unknownHistograms(call, { scrapeIntervalSeconds: 0, ...(bounds && { bounds }) }).length > 0
  )
    return []
  const { upper } = valueRange(call, { ...(bounds && { bounds }), recorded: NO_RECORDS })
  // Beyond 0 and 1 a quantile is infinite, which is said by itself.
  if (!Number.isFinite(upper)) return []
  const [first = ''] = histograms
  const inUnit = unitOfName(first) ?? (unit === null ? undefined : GRAFANA_UNITS[unit])
  const shown = inUnit === undefined ? String(upper) : formatDuration(upper * SECONDS_PER_UNIT[inUnit], 6)
  return [
    {
      severity: 'note',
      sentence: `this line cannot exceed ${shown}, the largest finite bound of ${listed(histograms)}: what is slower looks as if it took ${shown}`,
    },
  ]
}

const GRAFANA_UNITS: Readonly<Record<string, keyof typeof SECONDS_PER_UNIT>> = {
  s: 'seconds',
  ms: 'milliseconds',
  µs: 'microseconds',
  ns: 'nanoseconds',
}

/** A limit that is drawn where the line never comes. */
function unreachedThresholds(
  expression: Expression,
  { thresholds }: DashboardPanel,
  { bounds }: LintContext,
): Diagnostic[] {
  const { upper } = valueRange(expression, { ...(bounds && { bounds }), recorded: NO_RECORDS })
  const beyond = Number.isFinite(upper) ? thresholds.filter((threshold) => threshold > upper) : []
  if (beyond.length === 0) return []
  return [
    {
      severity: 'warning',
      sentence: `its threshold ${listed(beyond.map(String))} can never be passed: the line ends at ${upper}`,
    },
  ]
}

/** What is checked of rules and means the same on a dashboard. A variable's range is Grafana's to choose. */
function diagnosticsOf(expression: Expression, { name, expression: written }: DashboardQuery, context: LintContext) {
  const linted: LintedRule = {
    rule: { kind: 'recording', name, line: 1, expression: written, labels: {} },
    isPanel: true,
    expression,
    groupIntervalSeconds: null,
    notEvaluated: null,
    recorded: [],
    records: NO_RECORDS,
    recordPlaces: new Map(),
    ...context,
  }
  const hasVariableRange = /\[\s*(?:\$|\[\[)/.test(written)
  const checks = [misusedQuantile, bucketsWithoutBounds, combinedQuantiles, ...(hasVariableRange ? [] : [shortRange])]
  return checks.flatMap((check) => check(linted))
}
