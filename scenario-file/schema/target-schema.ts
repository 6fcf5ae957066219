// `target`: the user's own service, in any language, instead of the bundled server.

import { FROM_ENVIRONMENT, hasReference, unsupportedReference } from '../../core/text/environment-references.ts'
import { isHttpUrl } from '../../core/text/url.ts'
import { either, exactlyOneKey, leaf, listOf, mapping } from './building-blocks.ts'
import { MATCHERS, matcherMistake, matchersMeant } from './matchers.ts'
import { referencePhrase } from './reference-phrase.ts'
import { text, trueOrFalse } from './values.ts'

const URL_JSON = { type: 'string', pattern: '^(https?://|.*\\$\\{)', examples: ['http://127.0.0.1:8080'] }

const isUrl = (value: unknown) => typeof value === 'string' && (hasReference(value) || isHttpUrl(value))

const isMisreferenced = (value: unknown) => unsupportedReference(String(value)) !== undefined

const url = leaf<string>(urlPhrase, (value) => isUrl(value) && !isMisreferenced(value), URL_JSON)

const baseUrl = leaf<string>(
  (got) =>
    isUrl(got) && !isMisreferenced(got)
      ? 'a URL without ? and #, whose query belongs into the path of each request'
      : urlPhrase(got),
  (value) => isUrl(value) && !isMisreferenced(value) && !/[?#]/.test(String(value)),
  URL_JSON,
)

function urlPhrase(got: unknown): string {
  if (typeof got !== 'string') return 'a URL such as http://127.0.0.1:8080'
  if (isMisreferenced(got)) return referencePhrase(got)
  const meant = `http://${got}`
  return !got.includes('://') && isHttpUrl(meant)
    ? `a URL with its scheme, such as ${meant}`
    : 'a URL such as http://127.0.0.1:8080'
}

const urls = either('a URL such as http://127.0.0.1:9100/metrics, or a list of them', [
  url,
  listOf('a URL such as http://127.0.0.1:9100/metrics, or a list of them', url),
])

const SUFFIX = /_(bucket|count|sum)$/

const histogram = leaf<string>(
  (got) => `a metric's name${SUFFIX.test(String(got)) ? ' without _bucket, _count or _sum' : ''}`,
  (value) => typeof value === 'string' && /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(value) && !SUFFIX.test(value),
  { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$' },
)

const matchers = leaf<string>(
  (got) => (typeof got === 'string' ? (matcherMistake(got) ?? MATCHERS) : matchersMeant(got)),
  (value) => typeof value === 'string' && matcherMistake(value) === undefined,
  { type: 'string', pattern: '^\\s*\\{[\\s\\S]*\\}\\s*$', examples: ['{route="/predict"}'] },
)

const metricsSchema = exactlyOneKey(
  mapping('a mapping of url and histogram', {
    url: urls.optional().describe('Where the metrics are printed; a list where there are several instances.'),
    urls: urls.optional().describe('The same as url.'),
    histogram: histogram.describe('The latency histogram, in seconds, without _bucket.'),
    match: matchers.optional().describe('Which of its series to count. Default: all.'),
    requests: listOf('a list of request names', text)
      .optional()
      .describe('The requests that the histogram observes. Default: all.'),
  }),
  ['url', 'urls'],
)

export const targetSchema = mapping('a mapping of url and metrics', {
  url: baseUrl.describe(`Scheme, host, port, and a base path if there is one; no query. ${FROM_ENVIRONMENT}`),
  metrics: metricsSchema.optional().describe('The histogram of the service. Without it only the client measures.'),
  insecure: trueOrFalse.optional().describe('Accepts any TLS certificate. Default: false.'),
})
