// `target`: the user's own service, in any language, instead of the bundled server.

import { FROM_ENVIRONMENT } from '../../core/text/environment-references.ts'
import { mapping } from './building-blocks.ts'
import { baseUrl, metricsSchema } from './metrics-schema.ts'
import { trueOrFalse } from './values.ts'

export const targetSchema = mapping('a mapping of url and metrics', {
  url: baseUrl.describe(`Scheme, host, port, and a base path if there is one; no query. ${FROM_ENVIRONMENT}`),
  metrics: metricsSchema.optional().describe('The histogram of the service. Without it only the client measures.'),
  insecure: trueOrFalse.optional().describe('Accepts any TLS certificate. Default: false.'),
})
