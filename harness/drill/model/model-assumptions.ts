// What the models of a drill take for granted. Of several, it is said whose each is where they differ.

import { counted, listedUpTo } from '../../../core/text/plural.ts'
import { divisionsOf } from './divisions-of.ts'
import type { ModelOfAlerts } from './models-for-rules.ts'

const MOST_NAMED = 3

export function modelAssumptions(models: readonly ModelOfAlerts[]): readonly string[] {
  const metrics = [...new Set(models.flatMap(({ assumptions }) => assumptions))]
  const divisions = models.map(({ model, reads }) => ({ sentences: divisionsOf(model), reads }))
  const divided = [...new Set(divisions.flatMap(({ sentences }) => sentences))].map((sentence) => {
    const having = divisions.filter(({ sentences }) => sentences.includes(sentence))
    if (having.length === models.length) return sentence
    const names = having.flatMap(({ reads }) => reads.map(({ rule }) => rule.name))
    return `${listedUpTo(MOST_NAMED, [...new Set(names)])}: ${sentence}`
  })
  const several =
    models.length < 2
      ? []
      : [
          `Not all alerts fit into one model: ${counted(models.length, 'model')} are simulated, each with such requests of its own. The counts of requests are those of the first.`,
        ]
  return [...several, ...metrics, ...divided]
}
