// `target`: the user's own service, in any language, instead of the bundled server.

import { FROM_ENVIRONMENT } from '../../core/text/environment-references.ts'
import { mapping } from './building-blocks.ts'
import { DEFAULTS } from './defaults.ts'
import { baseUrl, metricsSchema } from './metrics-schema.ts'
import { pathSchema } from './request-schema.ts'
import { positiveDuration, trueOrFalse } from './values.ts'

const readySchema = mapping('a mapping of path and within, such as { path: /health, within: 30s }', {
  path: pathSchema.describe(
    `Asked for with GET until its status is one from 200 to 299, before anything else is sent. ${FROM_ENVIRONMENT}`,
  ),
  within: positiveDuration.optional().describe(`How long that is waited for. Default: ${DEFAULTS.readyWithin}.`),
})

export const targetSchema = mapping('a mapping of url and metrics', {
  url: baseUrl.describe(`Scheme, host, port, and a base path if there is one; no query. ${FROM_ENVIRONMENT}`),
  metrics: metricsSchema.optional().describe('The histogram of the service. Without it only the client measures.'),
  ready: readySchema.optional().describe('How the service says that it can take requests. Default: it is not asked.'),
  insecure: trueOrFalse.optional().describe('Accepts any TLS certificate. Default: false.'),
})
