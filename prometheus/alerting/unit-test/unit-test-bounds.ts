// The buckets that a unit test of rules feeds in, held against those that the service emits. A test with other bounds
// proves something about a histogram that does not exist. Source: prometheus docs, unit testing for rules.
// Which bounds are left out matters only where something is drawn between them.

import type { RuleFinding } from '../../../core/run/rule-finding.ts'
import { listed } from '../../../core/text/plural.ts'
import type { Rule } from '../rule-file.ts'
import { isDrawnFrom } from './quantile-histograms.ts'
import type { TestHistogram, UnitTest } from './read-unit-test.ts'

export interface UnitTestFinding {
  /** In the test file, from 1. */
  readonly line: number
  /** `tests[0]` and its name, where it has one. */
  readonly test: string
  readonly severity: RuleFinding['severity']
  readonly sentence: string
}

export interface UnitTestBounds {
  readonly testCount: number
  /** Histograms that tests feed in and whose real bounds are not known. */
  readonly unknownBounds: readonly string[]
  readonly findings: readonly UnitTestFinding[]
}

/** What the tests are held against. */
export interface UnitTestContext {
  /** The finite bounds of histograms as the service emits them, by name without `_bucket`; ascending. */
  readonly bounds: ReadonlyMap<string, readonly number[]>
  /** Those of the test's rule files; null where they are not known. */
  readonly rules: readonly Rule[] | null
}

export function unitTestBounds(
  { tests, histograms, queries }: UnitTest,
  { bounds, rules }: UnitTestContext,
): UnitTestBounds {
  const isDrawn = rules === null ? () => true : isDrawnFrom(rules, queries)
  const all = tests.flatMap(({ test, histograms }) => histograms.map((histogram) => ({ test, histogram })))
  return {
    testCount: tests.length,
    unknownBounds: histograms.filter((name) => !bounds.has(name)),
    findings: all.flatMap(({ test, histogram }) =>
      sentences(histogram, { real: bounds.get(histogram.name), isDrawn: isDrawn(histogram.name) }).map((found) => ({
        ...found,
        test,
        line: histogram.line,
      })),
    ),
  }
}

function sentences(
  { name, bounds }: TestHistogram,
  { real, isDrawn }: { readonly real: readonly number[] | undefined; readonly isDrawn: boolean },
): readonly Pick<UnitTestFinding, 'severity' | 'sentence'>[] {
  const highest =
    bounds.has(Number.POSITIVE_INFINITY) || !isDrawn
      ? []
      : [
          {
            severity: 'warning' as const,
            sentence: `${name}_bucket has no le="+Inf" here, without which a quantile is NaN; every client library emits it`,
          },
        ]
  if (real === undefined) return highest
  const finite = [...bounds].filter(Number.isFinite).sort((a, b) => a - b)
  const invented = finite.filter((bound) => !real.includes(bound))
  const missing = real.filter((bound) => !bounds.has(bound))
  const emits = `${name} has the bounds ${listed(real.map(String))}`
  if (invented.length > 0)
    return [
      ...highest,
      {
        severity: 'error',
        sentence: `${name}_bucket is fed in with le=${listed(invented.map((bound) => `"${bound}"`))}, which production never emits (${emits}): what the test proves does not hold there`,
      },
    ]
  if (missing.length === 0 || !isDrawn) return highest
  return [
    ...highest,
    {
      severity: 'warning',
      sentence: `${name}_bucket is fed in without le=${listed(missing.map((bound) => `"${bound}"`))}, which production emits too, so that quantiles are drawn otherwise there`,
    },
  ]
}
