// label_replace and label_join: series with one label made of others.
// Source: prometheus/prometheus promql/functions.go, evalLabelReplace and evalLabelJoin.

import { compileRe2, type Re2 } from '../../../core/pattern/compile-re2.ts'
import { labelValue, rememberedFor, setLabel } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { isPlainLabelName } from '../../series/series-name.ts'
import type { Dialect } from '../dialect.ts'
import { EvaluationError } from '../evaluate/evaluation-error.ts'
import type { Call } from '../expression/expression.ts'
import { expandTemplate } from './expand-template.ts'
import { type CallContext, returnsVector, type Samples } from './function-definition.ts'
import { stringsOf } from './strings-of.ts'

type Relabel = (labels: Labels) => Labels

export function labelReplace() {
  return returnsVector(
    ['vector', 'string', 'string', 'string', 'string'],
    ([samples, target, template, source, pattern], context) =>
      relabelled(samples, context, () => {
        const { utf8LabelReplace, regexDotAll } = context.dialect
        const compiled = wholePattern(pattern, regexDotAll)
        checkLabelName(target, utf8LabelReplace, 'destination label name in label_replace()')
        return (labels) => {
          const matcher = compiled.matcher(labelValue(labels, source))
          return matcher.find() ? setLabel(labels, target, expandTemplate(template, matcher)) : labels
        }
      }),
  )
}

export function labelJoin() {
  return returnsVector(
    ['vector', 'string', 'string', 'string'],
    ([samples, target, separator], context) =>
      relabelled(samples, context, () => {
        const { utf8Labels } = context.dialect
        const sources = stringsOf(context.call.arguments.slice(3))
        for (const name of sources) checkLabelName(name, utf8Labels, 'source label name in label_join()')
        checkLabelName(target, utf8Labels, 'destination label name in label_join()')
        return (labels) => setLabel(labels, target, sources.map((name) => labelValue(labels, name)).join(separator))
      }),
    { optional: 1, repeatsLast: true },
  )
}

/** @throws RangeError where the pattern cannot be read */
function wholePattern(pattern: string, dotAll: boolean): Re2 {
  try {
    return compileRe2(`^(?:${pattern})$`, dotAll)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new RangeError(`invalid regular expression in label_replace(): ${pattern}: ${error.message}`)
  }
}

/** @throws RangeError where a label cannot have the name */
export function checkLabelName(name: string, isUtf8: boolean, what: string): void {
  if (!(isUtf8 ? name !== '' : isPlainLabelName(name))) throw new RangeError(`invalid ${what}: ${name}`)
}

const relabels = new WeakMap<Call, WeakMap<Dialect, Relabel>>()

/** @param make the change of labels that the arguments mean; made once for each call */
function relabelled(samples: Samples, { call, dialect }: CallContext, make: () => Relabel): Samples {
  const ofCall = relabels.get(call) ?? new WeakMap<Dialect, Relabel>()
  relabels.set(call, ofCall)
  const relabel = ofCall.get(dialect) ?? rememberedFor(madeFor(call, make))
  ofCall.set(dialect, relabel)
  return samples.map(({ labels, value }) => ({ labels: relabel(labels), value }))
}

function madeFor(call: Call, make: () => Relabel): Relabel {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) throw new EvaluationError(error.message, call)
    throw error
  }
}
