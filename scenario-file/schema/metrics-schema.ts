// `target.metrics`: where the service prints its histogram, which labels a Prometheus would add, and how it asks.

import { FROM_ENVIRONMENT, hasReference } from '../../core/text/environment-references.ts'
import { isHttpUrl } from '../../core/text/url.ts'
import {
  type Contradiction,
  checked,
  either,
  exactlyOneKey,
  isMapping,
  leaf,
  listOf,
  mapping,
  named,
} from './building-blocks.ts'
import { headersSchema, headerValue } from './request-schema.ts'
import { text, trueOrFalse } from './values.ts'

export const url = leaf<string>(
  'a URL such as http://127.0.0.1:8080',
  (value) => typeof value === 'string' && (hasReference(value) || isHttpUrl(value)),
  { type: 'string', pattern: '^(https?://|.*\\$\\{)', examples: ['http://127.0.0.1:8080'] },
)

const labelValue = leaf<string>(
  (got) => (typeof got === 'number' || typeof got === 'boolean' ? `text, in quotes: "${got}"` : 'text'),
  (value) => typeof value === 'string',
  { type: 'string' },
)

/** Labels that begin with two underscores belong to Prometheus, which drops them. */
const labelsSchema = checked(named('a mapping of label names and values', labelValue), (labels) =>
  Object.keys(isMapping(labels) ? labels : {})
    .filter((label) => label === '' || label.startsWith('__') || label === 'le')
    .map((label): Contradiction => ({ path: [label], expected: 'the name of a label', got: JSON.stringify(label) })),
)

const ONE_OR_MORE = 'a URL such as http://127.0.0.1:9100/metrics, a mapping of url and labels, or a list of them'

const INSTANCE = 'a URL such as http://127.0.0.1:9100/metrics, or a mapping of url and labels'

const labelled = mapping(INSTANCE, {
  url: url.describe(`Where the metrics are printed. ${FROM_ENVIRONMENT}`),
  labels: labelsSchema.optional().describe('Added to the series of this URL alone.'),
})

const instances = either(ONE_OR_MORE, [url, labelled, listOf(ONE_OR_MORE, either(INSTANCE, [url, labelled]))])

const SUFFIX = /_(bucket|count|sum)$/

const histogram = leaf<string>(
  (got) => `a metric's name${SUFFIX.test(String(got)) ? ' without _bucket, _count or _sum' : ''}`,
  (value) => typeof value === 'string' && /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(value) && !SUFFIX.test(value),
  { type: 'string', pattern: '^[a-zA-Z_:][a-zA-Z0-9_:]*$' },
)

const matchers = leaf<string>(
  'matchers in braces, such as {route="/predict"}',
  (value) => typeof value === 'string' && /^\s*\{.*\}\s*$/s.test(value),
  { type: 'string', pattern: '^\\s*\\{[\\s\\S]*\\}\\s*$', examples: ['{route="/predict"}'] },
)

const basicSchema = mapping('a mapping of user and password', {
  user: headerValue.describe(FROM_ENVIRONMENT),
  password: headerValue.describe(FROM_ENVIRONMENT),
})

export const metricsSchema = checked(
  exactlyOneKey(
    mapping('a mapping of url and histogram', {
      url: instances.optional().describe('Where the metrics are printed; a list where there are several instances.'),
      urls: instances.optional().describe('The same as url.'),
      histogram: histogram.describe('The latency histogram, in seconds, without _bucket.'),
      match: matchers.optional().describe('Which of its series to count. Default: all.'),
      requests: listOf('a list of request names', text)
        .optional()
        .describe('The requests that the histogram observes. Default: all.'),
      job: text
        .optional()
        .describe('The label job of the scrape configuration, for rules that ask for it. Default: model-server.'),
      labels: labelsSchema
        .optional()
        .describe('Added to every series, as the labels of a scrape configuration are: { namespace: shop }.'),
      honorLabels: trueOrFalse
        .optional()
        .describe('true: a label that the page prints itself stays as it is. Default: false, it becomes exported_….'),
      headers: headersSchema.optional().describe(`Sent when the metrics are read. ${FROM_ENVIRONMENT}`),
      bearer: headerValue.optional().describe(`A token, sent as Authorization: Bearer. ${FROM_ENVIRONMENT}`),
      basic: basicSchema.optional().describe("HTTP's basic authentication."),
      insecure: trueOrFalse.optional().describe('Accepts any TLS certificate of the metrics. Default: as the target.'),
    }),
    ['url', 'urls'],
  ),
  (metrics) => (isMapping(metrics) ? [...authorizations(metrics), ...jobs(metrics)] : []),
)

/** One way to authorize: with two of them it would be left to chance which one is sent. */
function authorizations({ headers, bearer, basic }: Readonly<Record<string, unknown>>): Contradiction[] {
  const header = isMapping(headers)
    ? Object.keys(headers).find((name) => name.toLowerCase() === 'authorization')
    : undefined
  const ways = [
    ...(header === undefined ? [] : [`headers.${header}`]),
    ...(bearer === undefined ? [] : ['bearer']),
    ...(basic === undefined ? [] : ['basic']),
  ]
  if (ways.length < 2) return []
  return [{ expected: 'one of bearer, basic and a header authorization', got: ways.join(' and ') }]
}

function jobs({ job, labels }: Readonly<Record<string, unknown>>): Contradiction[] {
  if (job === undefined || !isMapping(labels) || labels.job === undefined) return []
  return [{ expected: 'one label job, as job or among labels', got: 'both' }]
}
