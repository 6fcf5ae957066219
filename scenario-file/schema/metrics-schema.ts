// `target.metrics`: where the service prints its histogram, which labels a Prometheus would add, and how it asks.

import { isMapping } from '../../core/file/mapping.ts'
import { LATENCY_UNITS } from '../../core/histogram/latency-unit.ts'
import { DEFAULT_SCRAPE_LIMITS } from '../../core/scenario/scrape-limits.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { FROM_ENVIRONMENT, hasReference, unsupportedReference } from '../../core/text/environment-references.ts'
import { isHttpUrl } from '../../core/text/url.ts'
import { type Contradiction, checked, either, exactlyOneKey, leaf, listOf, mapping, named } from './building-blocks.ts'
import { matchers } from './matchers.ts'
import { referencePhrase } from './reference-phrase.ts'
import { headersSchema, headerValue } from './request-schema.ts'
import { pathText, tlsSchema } from './target/tls-schema.ts'
import { byteSize, text, trueOrFalse, wholeNumber } from './values.ts'

const URL_JSON = { type: 'string', pattern: '^(https?://|.*\\$\\{)', examples: ['http://127.0.0.1:8080'] }

const isUrl = (value: unknown) =>
  typeof value === 'string' && unsupportedReference(value) === undefined && (hasReference(value) || isHttpUrl(value))

const url = leaf<string>(urlPhrase, isUrl, URL_JSON)

/** The URL that the paths of requests are appended to. */
export const baseUrl = leaf<string>(
  (got) => (isUrl(got) ? 'a URL without ? and #, whose query belongs into the path of each request' : urlPhrase(got)),
  (value) => isUrl(value) && !/[?#]/.test(String(value)),
  URL_JSON,
)

const LARGEST_PORT = 65_535

function urlPhrase(got: unknown): string {
  const example = 'a URL such as http://127.0.0.1:8080'
  if (typeof got !== 'string') return example
  if (unsupportedReference(got) !== undefined) return referencePhrase(got)
  const [, port] = /^https?:\/\/[^/]*:(\d+)(?:\/|$)/.exec(got) ?? []
  if (Number(port) > LARGEST_PORT) return `${example}, with a port up to ${LARGEST_PORT}`
  const meant = `http://${got}`
  return !got.includes('://') && isHttpUrl(meant) ? `a URL with its scheme, such as ${meant}` : example
}

const labelValue = leaf<string>(
  (got) => {
    if (typeof got === 'string') return referencePhrase(got)
    return typeof got === 'number' || typeof got === 'boolean' ? `text, in quotes: "${got}"` : 'text'
  },
  (value) => typeof value === 'string' && unsupportedReference(value) === undefined,
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

const SOCKET = 'the path of a unix domain socket, relative to the scenario'

const labelled = mapping(INSTANCE, {
  url: url.describe(`Where the metrics are printed. ${FROM_ENVIRONMENT}`),
  labels: labelsSchema.optional().describe('Added to the series of this URL alone.'),
  socket: pathText(SOCKET)
    .optional()
    .describe(`A unix domain socket that this instance prints them on. ${FROM_ENVIRONMENT}`),
})

const instances = either(ONE_OR_MORE, [url, labelled, listOf(ONE_OR_MORE, either(INSTANCE, [url, labelled]))])

const SUFFIX = /_(bucket|count|sum)$/

/** Since Prometheus 3 a name may hold any character; those of a selector or of quotes are slips, and are refused. */
const NAME = '^[^\\s{}"\\x00-\\x1f\\x7f]+$'

const histogram = leaf<string>(
  (got) => {
    const name = /^\s*\{?\s*["']([^"'{}]+)["']\s*\}?\s*$/.exec(String(got))?.[1]
    if (name !== undefined) return `a metric's name without quotes of PromQL, such as ${name}`
    if (/\{/.test(String(got))) return "a metric's name, with its matchers in match"
    return `a metric's name${SUFFIX.test(String(got)) ? ' without _bucket, _count or _sum' : ''}`
  },
  (value) => typeof value === 'string' && new RegExp(NAME, 'u').test(value) && !SUFFIX.test(value),
  { type: 'string', pattern: NAME, examples: ['http_request_duration_seconds', 'http.server.request.duration'] },
)

const limit = wholeNumber('a whole number of 0 or more', 0)
const SHORT_UNITS: Readonly<Record<string, string>> = {
  ns: 'nanoseconds',
  us: 'microseconds',
  µs: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  sec: 'seconds',
  min: 'minutes',
}

const ANY_UNIT = `one of ${LATENCY_UNITS.join(', ')}`

const unit = leaf<(typeof LATENCY_UNITS)[number]>(
  (got) => {
    const meant = typeof got === 'string' && Object.hasOwn(SHORT_UNITS, got) ? SHORT_UNITS[got] : undefined
    return meant === undefined ? ANY_UNIT : `${ANY_UNIT} (here ${meant})`
  },
  (value) => LATENCY_UNITS.some((known) => known === value),
  { enum: LATENCY_UNITS },
  { known: LATENCY_UNITS },
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
      histogram: histogram.describe('The latency histogram, without _bucket.'),
      unit: unit
        .optional()
        .describe(
          'The unit of its observations. Default: as its name ends (_ms, _seconds), as # UNIT says, or seconds.',
        ),
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
      tls: tlsSchema.optional().describe('TLS of the metrics alone. Default: as the target.'),
      socket: pathText(SOCKET)
        .optional()
        .describe(
          `A unix domain socket that the metrics are printed on. Default: that of the target, for URLs with its host and port. ${FROM_ENVIRONMENT}`,
        ),
      everyAddress: trueOrFalse
        .optional()
        .describe(
          'true: a name with several addresses is looked up once, and each of them is an instance of its own. Default: false.',
        ),
      bodySizeLimit: byteSize
        .optional()
        .describe(
          `The largest page that is read, unpacked, such as 10MB; 0 for no limit. Default: ${formatByteSize(DEFAULT_SCRAPE_LIMITS.bodyBytes)}.`,
        ),
      sampleLimit: limit
        .optional()
        .describe(`The most samples of a page; 0 for no limit. Default: ${DEFAULT_SCRAPE_LIMITS.samples}.`),
      labelLimit: limit
        .optional()
        .describe(`The most labels of a series; 0 for no limit. Default: ${DEFAULT_SCRAPE_LIMITS.labels}.`),
      labelNameLengthLimit: limit
        .optional()
        .describe(
          `The longest name of a label, in bytes; 0 for no limit. Default: ${DEFAULT_SCRAPE_LIMITS.labelNameLength}.`,
        ),
      labelValueLengthLimit: limit
        .optional()
        .describe(
          `The longest value of a label, in bytes; 0 for no limit. Default: ${DEFAULT_SCRAPE_LIMITS.labelValueLength}.`,
        ),
    }),
    ['url', 'urls'],
  ),
  (metrics) => (isMapping(metrics) ? [...authorizations(metrics), ...jobs(metrics), ...ways(metrics)] : []),
).meta({ not: { required: ['socket', 'everyAddress'], properties: { everyAddress: { const: true } } } })

/** Whoever writes `tls` for a URL of plain HTTP has slipped somewhere, and would think that the connection is safe. */
export function needsTls(path: readonly string[], urls: readonly unknown[]): Contradiction[] {
  const isPlain = urls.length > 0 && urls.every((url) => typeof url === 'string' && /^http:\/\//i.test(url))
  return isPlain ? [{ path, expected: 'tls beside a URL that begins with https://', got: 'http://' }] : []
}

function ways({ url, urls = url, tls, socket, everyAddress }: Readonly<Record<string, unknown>>): Contradiction[] {
  const instances: readonly unknown[] = Array.isArray(urls) ? urls : [urls]
  const addresses = instances.map((instance) => (isMapping(instance) ? instance.url : instance))
  const hasSocket =
    socket !== undefined || instances.some((instance) => isMapping(instance) && instance.socket !== undefined)
  return [
    ...(tls === undefined ? [] : needsTls(['tls'], addresses)),
    ...(hasSocket && everyAddress === true ? [{ expected: 'socket or everyAddress', got: 'both' }] : []),
  ]
}

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
