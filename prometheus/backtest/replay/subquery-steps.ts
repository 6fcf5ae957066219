// What the operands of subqueries were at their steps. These are whole multiples of the step, so that one evaluation
// shares all but the last with the one before it: an operand that reads the record alone is evaluated once for each.

import type { InstantSample } from '../../promql/evaluate/instant-sample.ts'
import type { Expression, Subquery, VectorSelector } from '../../promql/expression/expression.ts'
import { partsOf, withOperands } from '../../promql/expression/parts.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { labelSignature } from '../../series/labels.ts'
import type { LabelMatcher, Labels, Sample, Series } from '../../series/series.ts'

const SUBQUERY = '__subquery__'

/** What the operand of a subquery was, by instant; ascending. */
export type StepMemory<Samples> = Map<Subquery, Map<number, readonly Samples[]>>

export class SubquerySteps {
  readonly #replaced: Subquery[] = []
  readonly #isRecorded: (selector: VectorSelector) => boolean

  /** @param isRecorded whether a selector reads nothing but the record */
  constructor(isRecorded: (selector: VectorSelector) => boolean) {
    this.#isRecorded = isRecorded
  }

  /** The expression with ranges in place of the subqueries whose steps can be remembered. */
  replacedIn(expression: Expression): Expression {
    if (expression.kind === 'subquery') return this.#rangeFor(expression) ?? expression
    // What it returns depends on how its argument is written.
    if (expression.kind === 'call' && expression.name === 'absent_over_time') return expression
    return withOperands(expression, (operand) => this.replacedIn(operand))
  }

  /** The subquery that a range stands for; undefined where the matchers do not ask for one. */
  asked([matcher]: readonly LabelMatcher[]): Subquery | undefined {
    return matcher?.label === SUBQUERY ? this.#replaced[Number(matcher.value)] : undefined
  }

  /** The same at each step, and remembered where it cannot change. */
  at<Samples>(
    subquery: Subquery,
    instantsMs: readonly number[],
    memory: StepMemory<Samples>,
    evaluate: (timestampMs: number) => readonly Samples[],
  ): readonly { readonly timestampMs: number; readonly samples: readonly Samples[] }[] {
    if (!this.#canRemember(subquery.operand))
      return instantsMs.map((timestampMs) => ({ timestampMs, samples: evaluate(timestampMs) }))
    const known = memory.get(subquery) ?? new Map<number, readonly Samples[]>()
    memory.set(subquery, known)
    const first = instantsMs[0] ?? Number.POSITIVE_INFINITY
    for (const timestampMs of known.keys()) {
      if (timestampMs >= first) break
      known.delete(timestampMs)
    }
    return instantsMs.map((timestampMs) => {
      const samples = known.get(timestampMs) ?? evaluate(timestampMs)
      known.set(timestampMs, samples)
      return { timestampMs, samples }
    })
  }

  #rangeFor(subquery: Subquery): Expression | undefined {
    if (subquery.at !== null || !this.#canRemember(subquery.operand)) return undefined
    const selector = parseExpression(`{${SUBQUERY}="${this.#replaced.length}"}`)
    if (selector.kind !== 'vectorSelector') return undefined
    this.#replaced.push(subquery)
    return {
      kind: 'matrixSelector',
      selector: { ...selector, offsetMs: subquery.offsetMs },
      rangeMs: subquery.rangeMs,
    }
  }

  /** Not what rules write meanwhile, nor what `@` says of the query. */
  #canRemember(expression: Expression): boolean {
    if (expression.kind === 'matrixSelector') return this.#canRemember(expression.selector)
    if (expression.kind === 'vectorSelector') return expression.at === null && this.#isRecorded(expression)
    if (expression.kind === 'subquery' && expression.at !== null) return false
    return partsOf(expression).every((part) => this.#canRemember(part))
  }
}

export function seriesOfSteps(
  steps: readonly { readonly timestampMs: number; readonly samples: readonly InstantSample[] }[],
): readonly Series[] {
  const series = new Map<string, { readonly labels: Labels; readonly samples: Sample[] }>()
  for (const { timestampMs, samples } of steps)
    for (const { labels, value } of samples) {
      const signature = labelSignature(labels)
      const one = series.get(signature)
      if (one) one.samples.push({ timestampMs, value })
      else series.set(signature, { labels, samples: [{ timestampMs, value }] })
    }
  return [...series.values()]
}
