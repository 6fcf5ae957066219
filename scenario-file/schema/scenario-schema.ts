// The one definition of a scenario file: the loader checks with it, and scenario.schema.json is printed from it.
// It describes the file as written; resolve/to-scenario.ts turns that into a Scenario in seconds and fractions.

import * as z from 'zod'
import { VERDICTS } from '../../core/report/worst-verdict.ts'
import { listOf, mapping, oneOf } from './building-blocks.ts'
import { dataSchema, valuesSchema } from './data/data-schema.ts'
import { DEFAULTS } from './defaults.ts'
import { flowsSchema, setupSchema } from './flows/flow-schema.ts'
import { comparedLayoutsSchema } from './layout-schema.ts'
import { loadSchema } from './load-schema.ts'
import { alertsSchema, prometheusSchema } from './prometheus-schema.ts'
import { requestSchema, weightedRequestSchema } from './request-schema.ts'
import { abortOnSchema } from './safety/abort-on-schema.ts'
import { allowHostsSchema } from './safety/allow-hosts-schema.ts'
import { serverSchema } from './server-schema.ts'
import { slaSchema } from './sla-schema.ts'
import { targetSchema } from './target-schema.ts'
import { name, text } from './values.ts'

export const scenarioSchema = mapping('a scenario: a mapping of name, load and more', {
  name: name.describe('What reports and folders call it: letters, digits, dots, dashes, underscores.'),
  question: text.optional().describe('What the run is to answer, in one sentence.'),
  expected: oneOf(VERDICTS)
    .optional()
    .describe('The verdict that the scenario is made to reach. Shown in lists; changes no exit code.'),
  yesWhen: oneOf(['pass', 'fail'])
    .optional()
    .describe('The verdict that answers the question with yes: reports then begin their answer with Yes or No.'),
  server: serverSchema.optional().describe('How the bundled server behaves. Leave it out where a target is given.'),
  target: targetSchema.optional().describe("One's own service, instead of the bundled server."),
  request: requestSchema.optional().describe(`What is sent. Default: ${DEFAULTS.method} ${DEFAULTS.path}.`),
  requests: listOf('a list of requests', weightedRequestSchema)
    .optional()
    .describe('Several requests, mixed by their weights; instead of request. Beside flows: what their steps may name.'),
  flows: flowsSchema
    .optional()
    .describe('What users do: requests in order, mixed by the weights of the flows. A rate is one of flows.'),
  setup: setupSchema
    .optional()
    .describe('Sent once before everything else, such as a login whose token all requests use.'),
  data: dataSchema.optional().describe(`Rows that requests draw values from: \`\${users.email}\`.`),
  values: valuesSchema.optional().describe(`What is made up for each request, from the seed: \`\${values.id}\`.`),
  load: loadSchema.describe('The traffic.'),
  sla: slaSchema.optional().describe('What must hold for the run to pass.'),
  prometheus: prometheusSchema.optional().describe('How the service is watched.'),
  alerts: alertsSchema
    .optional()
    .describe('What the alerts of the rule file must do: `never`, or when to fire and resolve.'),
  layouts: comparedLayoutsSchema
    .optional()
    .describe('Bucket layouts to compare on the run: what each would have shown, cost and decided.'),
  allowHosts: allowHostsSchema
    .optional()
    .describe('The hosts that may be sent load, beside this machine: shop.example, shop.example:8443, *.shop.example.'),
  abortOn: abortOnSchema
    .optional()
    .describe('The run ends where this holds: errors > 50% for 10s. One rule or a list of them. Default: nothing.'),
})

/** A scenario file's content, once the schema has let it pass. */
export type ScenarioFile = z.infer<typeof scenarioSchema>

/** The JSON Schema by which editors complete and check scenario files. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(scenarioSchema, { target: 'draft-2020-12', unrepresentable: 'any' })
  const never = (...keys: string[]) => ({ not: { required: keys } })
  return {
    $schema,
    title: 'SLA harness scenario',
    description: 'A load test of one service.',
    ...schema,
    patternProperties: { '^x-': {} },
    allOf: [never('server', 'target'), never('request', 'requests'), never('request', 'flows')],
    dependentRequired: { alerts: ['prometheus'] },
  }
}
