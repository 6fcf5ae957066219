// `target.ready`: how a service says that it can take requests.

import { FROM_ENVIRONMENT } from '../../../core/text/environment-references.ts'
import { mapping } from '../building-blocks.ts'
import { DEFAULTS } from '../defaults.ts'
import { pathSchema } from '../request-schema.ts'
import { positiveDuration } from '../values.ts'

export const readySchema = mapping('a mapping of path and within, such as { path: /health, within: 30s }', {
  path: pathSchema.describe(
    `Asked for with GET until its status is one from 200 to 299, before anything else is sent. ${FROM_ENVIRONMENT}`,
  ),
  within: positiveDuration.optional().describe(`How long that is waited for. Default: ${DEFAULTS.readyWithin}.`),
})
