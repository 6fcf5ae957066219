// `prometheus` and `alerts`: how the service is watched, and what its alerts must do.

import { either, leaf, listOf, mapping, named } from './building-blocks.ts'
import { DEFAULTS } from './defaults.ts'
import { name, positiveDuration, text } from './values.ts'

const RULES = 'a rule file, a folder, a pattern such as rules/*.yml, or a list of these'

export const prometheusSchema = mapping('a mapping of rules, scrapeInterval and evaluationInterval', {
  rules: either(RULES, [text, listOf(RULES, text)])
    .optional()
    .describe(
      'A Prometheus rule file, relative to this file; a folder of them, a pattern such as rules/*.yml, or a list of these. Default: none.',
    ),
  scrapeInterval: positiveDuration
    .optional()
    .describe(`How often the metrics are read. Default: ${DEFAULTS.scrapeInterval}.`),
  evaluationInterval: positiveDuration
    .optional()
    .describe(`How often the rules are evaluated. Default: ${DEFAULTS.evaluationInterval}.`),
})

const deadline = mapping('a mapping of after and within', {
  after: name.describe('A phase: the time counts from its start.'),
  within: positiveDuration.describe('At the latest so long after it.'),
})

const alertSchema = either('never, or a mapping of fires and resolves', [
  leaf<'never'>('never', (value) => value === 'never', { const: 'never' }, { known: ['never'] }),
  mapping('never, or a mapping of fires and resolves', {
    fires: deadline.describe('When it must fire.'),
    resolves: deadline.optional().describe('When it must have resolved. Default: nothing is expected.'),
  }),
])

export const alertsSchema = named('a mapping of alert names and what they must do', alertSchema)
