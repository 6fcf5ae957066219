// `target`: the user's own service, in any language, instead of the bundled server.

import { isMapping } from '../../core/file/mapping.ts'
import { ADDRESS_CHOICES } from '../../core/route/route.ts'
import { FROM_ENVIRONMENT, splitReferences } from '../../core/text/environment-references.ts'
import { type Contradiction, checked, leaf, mapping, oneOf } from './building-blocks.ts'
import { baseUrl, metricsSchema, needsTls } from './metrics-schema.ts'
import { referencePhrase } from './reference-phrase.ts'
import { readySchema } from './target/ready-schema.ts'
import { pathText, tlsSchema } from './target/tls-schema.ts'
import { trueOrFalse } from './values.ts'

/** Whether the text may stand in a Host header: a host, and a port if there is one. */
export function isHostHeader(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text) && !/[/?#@\\,]/.test(text)
}

/** A host, and a port if there is one: no URL, and nothing that would begin another header. */
const host = leaf<string>(
  (got) => {
    const host = 'a host, and a port if need be, such as shop.example'
    if (typeof got !== 'string') return host
    if (splitReferences(got) === undefined) return referencePhrase(got)
    const meant = /^https?:\/\/([^/?#]+)/.exec(got)?.[1]
    return meant === undefined ? host : `${host}: here ${meant}`
  },
  (value) => typeof value === 'string' && splitReferences(value) !== undefined && isHostHeader(value),
  { type: 'string', pattern: '^[^\\s/?#@]+$', examples: ['shop.example'] },
)

const shape = mapping('a mapping of url and metrics', {
  url: baseUrl.describe(`Scheme, host, port, and a base path if there is one; no query. ${FROM_ENVIRONMENT}`),
  metrics: metricsSchema.optional().describe('The histogram of the service. Without it only the client measures.'),
  ready: readySchema.optional().describe('How the service says that it can take requests. Default: it is not asked.'),
  insecure: trueOrFalse.optional().describe('Accepts any TLS certificate. Default: false.'),
  tls: tlsSchema.optional().describe('Whose certificates are trusted, and who the client is.'),
  socket: pathText('the path of a unix domain socket, relative to the scenario')
    .optional()
    .describe(
      `A unix domain socket that the service listens on; url then says scheme, Host and base path. ${FROM_ENVIRONMENT}`,
    ),
  host: host.optional().describe(`The Host header. Default: the host of url. ${FROM_ENVIRONMENT}`),
  addresses: oneOf(ADDRESS_CHOICES)
    .optional()
    .describe(
      'Of a name with several addresses, looked up once: spread opens connections to each of them in turn, pin to the first alone. Default: each connection looks the name up.',
    ),
})

export const targetSchema = checked(shape, (target) => (isMapping(target) ? contradictions(target) : [])).meta({
  not: { required: ['socket', 'addresses'] },
})

function contradictions({ url, tls, socket, addresses }: Readonly<Record<string, unknown>>): Contradiction[] {
  const both = socket !== undefined && addresses !== undefined
  return [
    ...(tls === undefined ? [] : needsTls(['tls'], [url])),
    ...(both ? [{ expected: 'socket or addresses', got: 'both' }] : []),
  ]
}
