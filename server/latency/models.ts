// From a latency model's description to the function that draws the next request's work, in seconds.
// A new model is a file of its own, a kind in core's `LatencyModel`, and a case here, which the compiler asks for.

import { assertNever } from '../../core/assert-never.ts'
import type { Random } from '../../core/random.ts'
import type { LatencyModel } from '../../core/scenario/server-behaviour.ts'
import { bimodal } from './bimodal.ts'
import { choice } from './choice.ts'
import { constant } from './constant.ts'
import { lognormal } from './lognormal.ts'
import { pareto } from './pareto.ts'
import type { LatencySampler } from './sampler.ts'
import { trace } from './trace.ts'
import { uniform } from './uniform.ts'

/**
 * @param readTrace gives the durations of a trace file, in seconds
 * @throws RangeError where the model's numbers describe no distribution
 */
export function latencySampler(
  model: LatencyModel,
  random: Random,
  readTrace: (file: string) => readonly number[],
): LatencySampler {
  switch (model.kind) {
    case 'constant':
      return constant(model.seconds)
    case 'uniform':
      return uniform(model, random)
    case 'choice':
      return choice(model.choices, random)
    case 'lognormal':
      return lognormal(model, random)
    case 'bimodal':
      return bimodal(model, random)
    case 'pareto':
      return pareto(model, random)
    case 'trace':
      return trace(readTrace(model.file))
    default:
      return assertNever(model)
  }
}
