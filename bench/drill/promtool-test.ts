// A `promtool test rules` file of drawn days: the same samples, and at the end how many evaluations each alert was pending and
// firing for. Source: prometheus docs, unit testing for rules.

import type { RuleFileOutcome, RuleFileRun } from '../../prometheus/columns/rule-file-run.ts'
import type { SeriesColumn } from '../../prometheus/columns/series-column.ts'
import { formatPrometheusDuration } from '../../prometheus/promql/prometheus-duration.ts'
import { formatLabels } from '../../prometheus/series/labels.ts'

export interface PromtoolTestOptions {
  readonly run: RuleFileRun
  readonly outcome: RuleFileOutcome
  /** The name of the rule file beside the test file. */
  readonly ruleFileName: string
  /** promtool has a place for a sample every so often: on it lie all scrapes, and the evaluations. */
  readonly gridMs: number
}

/** As JSON, which is YAML too. Time 0 is the first evaluation. */
export function promtoolTest({ run, outcome, ruleFileName, gridMs }: PromtoolTestOptions): string {
  return JSON.stringify({
    rule_files: [ruleFileName],
    evaluation_interval: formatPrometheusDuration(run.intervalMs),
    tests: [
      {
        interval: formatPrometheusDuration(gridMs),
        input_series: run.series.map((column) => ({
          series: formatLabels(column.labels),
          values: sequence(column, run.firstMs, gridMs),
        })),
        promql_expr_test: outcome.alerts.flatMap(({ rule, labelSets }) =>
          (['pending', 'firing'] as const).map((state) => ({
            expr: `sum(count_over_time(ALERTS{alertname="${rule.name}", alertstate="${state}"}[100d])) or vector(0)`,
            eval_time: formatPrometheusDuration(lastEvaluationMs(run) - run.firstMs),
            exp_samples: [
              {
                labels: '{}',
                value: labelSets.reduce((sum, { transitions }) => sum + evaluationsIn(state, transitions, run), 0),
              },
            ],
          })),
        ),
      },
    ],
  })
}

function lastEvaluationMs({ firstMs, lastMs, intervalMs }: RuleFileRun): number {
  return firstMs + Math.floor((lastMs - firstMs) / intervalMs) * intervalMs
}

type Transitions = RuleFileOutcome['alerts'][number]['labelSets'][number]['transitions']

/** How many evaluations found it in that state. */
function evaluationsIn(state: 'pending' | 'firing', transitions: Transitions, run: RuleFileRun): number {
  const endMs = lastEvaluationMs(run) + run.intervalMs
  return transitions.reduce((sum, transition, i) => {
    if (transition.state !== state) return sum
    return sum + ((transitions[i + 1]?.atMs ?? endMs) - transition.atMs) / run.intervalMs
  }, 0)
}

/** promtool's notation: `_x2` is 2 missing samples. @throws RangeError where something does not lie on the grid */
function sequence({ axis, values }: SeriesColumn, originMs: number, gridMs: number): string {
  const ends = new Set(axis.endsMs)
  const instants = [...axis.timesMs.subarray(0, axis.count), ...ends].sort((a, b) => a - b)
  const words: string[] = []
  let [next, sample] = [0, 0]
  for (const instantMs of instants) {
    const slot = (instantMs - originMs) / gridMs
    if (!Number.isInteger(slot))
      throw new RangeError(`expected a sample every ${gridMs} ms, got one ${slot} of these on`)
    if (slot > next) words.push(`_x${slot - next}`)
    words.push(ends.has(instantMs) ? 'stale' : String(values[sample++]))
    next = slot + 1
  }
  return words.join(' ')
}
