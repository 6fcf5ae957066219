import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedSample } from '../../../../prometheus/scrape/exposition/exposition.ts'
import { ExpositionError } from '../../../../prometheus/scrape/exposition/exposition-error.ts'
import { expositionFormat, parseExposition } from '../../../../prometheus/scrape/exposition/parse-exposition.ts'
import { SeriesCache } from '../../../../prometheus/scrape/exposition/series-cache.ts'
import { printOpenMetrics, printTextFormat } from './print-exposition.ts'

const TEXT = 'text/plain; version=0.0.4; charset=utf-8'
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

const page = (name: string) => readFileSync(new URL(`pages/${name}`, import.meta.url), 'utf8')

/** `name{label="value"} 1 @5` for each sample, in the order of the page. */
function samplesOf(text: string, contentType = TEXT): string[] {
  return parseExposition(text, contentType).samples.map(({ labels, value, timestampMs }) => {
    const { __name__, ...rest } = labels
    const pairs = Object.entries(rest).map(([label, text]) => `${label}=${JSON.stringify(text)}`)
    return `${__name__}{${pairs.join()}} ${value}${timestampMs === null ? '' : ` @${timestampMs}`}`
  })
}

function failureOf(text: string, contentType: string): ExpositionError {
  try {
    parseExposition(text, contentType)
  } catch (error) {
    if (error instanceof ExpositionError) return error
    throw error
  }
  throw new Error('expected the page to be refused')
}

describe('parseExposition, on pages of real services', () => {
  it('stops at the limits of samples and of labels', () => {
    expect(() => parseExposition('a 1\nb 1\n', TEXT, { maxSamples: 1 })).toThrow('a page of more than 1 samples')
    expect(parseExposition('a 1\nb 1\n', TEXT, { maxSamples: 2 }).samples).toHaveLength(2)
    const labels = 'a{b="1",c="2"} 1\n'
    expect(() => parseExposition(labels, TEXT, { maxLabels: 1 })).toThrow('a series of more than 1 labels')
    expect(parseExposition(labels, TEXT, { maxLabels: 2 }).samples).toHaveLength(1)
  })

  it('reads a Go service: escapes in HELP, exponents, bounds in the form of Prometheus 3', () => {
    expect(samplesOf(page('go-client.txt'))).toEqual([
      'go_gc_duration_seconds{quantile="0.0"} 0.000026875',
      'go_gc_duration_seconds{quantile="0.25"} 0.000041',
      'go_gc_duration_seconds{quantile="1.0"} 0.000220001',
      'go_gc_duration_seconds_sum{} 0.00153875',
      'go_gc_duration_seconds_count{} 17',
      'go_info{version="go1.22.5"} 1',
      'go_memstats_alloc_bytes_total{} 34517624',
      'http_request_duration_seconds_bucket{code="200",handler="/predict",le="0.005",method="post"} 0',
      'http_request_duration_seconds_bucket{code="200",handler="/predict",le="0.1",method="post"} 12',
      'http_request_duration_seconds_bucket{code="200",handler="/predict",le="1.0",method="post"} 31',
      'http_request_duration_seconds_bucket{code="200",handler="/predict",le="+Inf",method="post"} 33',
      'http_request_duration_seconds_sum{code="200",handler="/predict",method="post"} 14.200392018',
      'http_request_duration_seconds_count{code="200",handler="/predict",method="post"} 33',
      'process_start_time_seconds{} 1718281828.45',
    ])
  })

  it('reads a Java service with Micrometer: trailing commas, quotes in values, NaN, capital exponents, empty HELP', () => {
    const samples = samplesOf(page('micrometer.txt'))
    expect(samples[1]).toBe('jvm_memory_used_bytes{area="nonheap",id="CodeHeap \'non-nmethods\'"} 1370368')
    expect(samples[3]).toBe(
      'http_server_requests_seconds_bucket{error="none",exception="none",le="0.5",method="POST",outcome="SUCCESS",status="200",uri="/predict"} 7',
    )
    expect(samples.slice(-2)).toEqual([
      'hikaricp_connections_usage_seconds_max{pool="HikariPool-1"} NaN',
      'executor_pool_max_threads{name="applicationTaskExecutor"} 2147483647',
    ])
    expect(samples).toHaveLength(9)
  })

  it.each([
    ['OpenMetrics', OPEN_METRICS, '# TYPE wait_ms histogram\n# UNIT wait_ms ms\n# EOF\n', 'ms'],
    ['a comment of the old format', TEXT, '# TYPE wait_ms histogram\n# UNIT wait_ms milliseconds\n', 'milliseconds'],
    ['a comment before the type', TEXT, '#  UNIT  wait_ms\tms \n# TYPE wait_ms histogram\n', 'ms'],
    ['a comment that is none', TEXT, '# TYPE wait_ms histogram\n# UNIT of wait_ms: ms\n# UNIT\n', undefined],
  ])('reads the unit of %s', (_, type, text, unit) => {
    const { families } = parseExposition(text, type)
    expect(families.get('wait_ms')).toMatchObject({ type: 'histogram' })
    expect(families.get('wait_ms')?.unit).toBe(unit)
  })

  it('reads a Python service in OpenMetrics: exemplars, units, infos and statesets', () => {
    const { families } = parseExposition(page('python-client.om'), OPEN_METRICS)
    expect([...families].map(([name, { type }]) => `${name} ${type}`)).toEqual([
      'python_info gauge',
      'predictions counter',
      'model_latency_seconds histogram',
      'deployment info',
      'mode stateset',
    ])
    expect(families.get('predictions')?.help).toBe('Predictions "made" so far')
    expect(samplesOf(page('python-client.om'), OPEN_METRICS)).toEqual([
      'python_info{implementation="CPython",major="3",minor="12",patchlevel="4",version="3.12.4"} 1',
      'predictions_total{model="v2"} 33',
      'predictions_created{model="v2"} 1718281828.4590452',
      'model_latency_seconds_bucket{le="0.5"} 20',
      'model_latency_seconds_bucket{le="1.0"} 22',
      'model_latency_seconds_bucket{le="+Inf"} 33',
      'model_latency_seconds_count{} 33',
      'model_latency_seconds_sum{} 31.5',
      'deployment_info{branch="main"} 1',
      'mode{mode="batch"} 0',
      'mode{mode="online"} 1',
    ])
  })

  it('reads a Rust service in OpenMetrics: sum and count before the buckets, a unit in the names', () => {
    expect(samplesOf(page('rust-client.om'), OPEN_METRICS)).toEqual([
      'http_requests_total{method="GET",path="/metrics"} 5',
      'request_latency_seconds_sum{path="/predict"} 12.5',
      'request_latency_seconds_count{path="/predict"} 10',
      'request_latency_seconds_bucket{le="1.0",path="/predict"} 6',
      'request_latency_seconds_bucket{le="2.0",path="/predict"} 8',
      'request_latency_seconds_bucket{le="+Inf",path="/predict"} 10',
    ])
  })

  it('reads a Node service with prom-client: blank lines, a histogram without series', () => {
    const { families, samples } = parseExposition(page('prom-client.txt'), TEXT)
    expect(samples).toHaveLength(8)
    expect(samples[1]?.labels).toEqual({ __name__: 'model_latency_seconds_bucket', le: '2.0' })
    expect(families.get('nodejs_gc_duration_seconds')?.type).toBe('histogram')
  })
})

describe('parseExposition, on what Prometheus accepts', () => {
  it.each([
    ['no newline at the end', TEXT, 'a 1', ['a{} 1']],
    ['an empty page', TEXT, '', []],
    ['an empty page in OpenMetrics', OPEN_METRICS, '', []],
    ['blank lines', TEXT, '\n \t\na 1\n\n', ['a{} 1']],
    ['empty braces', TEXT, 'a{} 1\n', ['a{} 1']],
    ['a blank before the brace', TEXT, 'a {b="c"} 1\n', ['a{b="c"} 1']],
    ['blanks between all parts', TEXT, 'a{ b = "c" , d = "e" , } \t 1 \t 5 \n', ['a{b="c",d="e"} 1 @5']],
    ['no blank after the brace', TEXT, 'a{b="c"}1\n', ['a{b="c"} 1']],
    ['a missing comma', TEXT, 'a{b="c" d="e"} 1\n', ['a{b="c",d="e"} 1']],
    ['a label without a value, which is no label', TEXT, 'a{b="",c="d"} 1\n', ['a{c="d"} 1']],
    ['labels in any order', TEXT, 'a{z="1",b="2"} 1\n', ['a{b="2",z="1"} 1']],
    ['escapes in a value', TEXT, 'a{b="\\"\\\\\\n\\t"} 1\n', ['a{b="\\"\\\\\\n\\\\t"} 1']],
    ['a value that ends in a backslash', TEXT, 'a{b="c\\\\"} 1\n', ['a{b="c\\\\"} 1']],
    ['braces, commas and newlines in a value', TEXT, 'a{b="}{,=\n"} 1\n', ['a{b="}{,=\\n"} 1']],
    ['names with colons', TEXT, ':a:b 1\n', [':a:b{} 1']],
    ['a name in quotes', TEXT, '{"a.b c",d="e"} 1\n', ['a.b c{d="e"} 1']],
    ['a name in quotes behind its labels', TEXT, '{d="e","a.b"}1\n', ['a.b{d="e"} 1']],
    ['a label in quotes', TEXT, 'a{"b.c"="d"} 1\n', ['a{b.c="d"} 1']],
    ['a label called __proto__', TEXT, 'a{__proto__="b"} 1\n', ['a{__proto__="b"} 1']],
    ['infinities', TEXT, 'a +Inf\nb -inf\nc infinity\n', ['a{} Infinity', 'b{} -Infinity', 'c{} Infinity']],
    ['decimals', TEXT, 'a .5\nb 5.\nc +1E+05\nd 1e-400\n', ['a{} 0.5', 'b{} 5', 'c{} 100000', 'd{} 0']],
    ['comments', TEXT, '#\n#x\n# x\n# HELP\n#HELP a\n  # x\na 1\n', ['a{} 1']],
    ['# EOF as a comment', TEXT, 'a 1\n# EOF\nb 2\n', ['a{} 1', 'b{} 2']],
    ['a series printed twice', TEXT, 'a 1\na 2\n', ['a{} 1', 'a{} 2']],
    ['# EOF without a newline', OPEN_METRICS, 'a 1\n# EOF', ['a{} 1']],
    ['a trailing comma in OpenMetrics', OPEN_METRICS, 'a{b="c",} 1\n# EOF\n', ['a{b="c"} 1']],
    ['seconds in OpenMetrics', OPEN_METRICS, 'a 1 1700000000.123\n# EOF\n', ['a{} 1 @1700000000123']],
    ['a time and an exemplar', OPEN_METRICS, 'a 1 5 # {b="c"} 2 6\n# EOF\n', ['a{} 1 @5000']],
    ['an exemplar with a quoted label', OPEN_METRICS, 'a 1 # {"b.c"="d",} 2\n# EOF\n', ['a{} 1']],
    ['an empty HELP', OPEN_METRICS, '# HELP a \na 1\n# EOF\n', ['a{} 1']],
    ['a name in quotes in OpenMetrics', OPEN_METRICS, '# TYPE "a.b" gauge\n{"a.b"} 1\n# EOF\n', ['a.b{} 1']],
  ] as const)('accepts %s', (_, contentType, text, expected) => {
    expect(samplesOf(text, contentType)).toEqual(expected)
  })

  it('normalises bounds as Prometheus 3 does, in histogram families only', () => {
    const text = `h{le="1"} 0\n# TYPE h histogram\n${['1', '0.25', '2.5e6', '1e-05', '100000', '-0', 'Inf', 'x']
      .map((le) => `h_bucket{le="${le}"} 1\n`)
      .join('')}h_bucket{quantile="1"} 1\n# TYPE g gauge\ng{le="1"} 1\n`
    const bounds = parseExposition(text, TEXT).samples.map(({ labels }) => labels.le ?? labels.quantile)
    expect(bounds).toEqual(['1', '1.0', '0.25', '2.5e+06', '1e-05', '100000.0', '0.0', '+Inf', 'x', '1', '1'])
  })

  it('keeps bounds as they are printed when it reads as Prometheus 2', () => {
    const text = '# TYPE h histogram\nh_bucket{le="1"} 1\n'
    expect(parseExposition(text, TEXT, { normaliseBounds: false }).samples[0]?.labels.le).toBe('1')
  })

  it('reads HELP and TYPE in either order and unescapes them', () => {
    const { families } = parseExposition('# HELP a x\\\\y\\nz\n# TYPE a counter\n#\tTYPE\tb\tuntyped\n', TEXT)
    expect([...families]).toEqual([
      ['a', { type: 'counter', help: 'x\\y\nz' }],
      ['b', { type: 'unknown', help: '' }],
    ])
  })
})

describe('parseExposition, on what Prometheus refuses', () => {
  it.each([
    [
      'a carriage return',
      TEXT,
      'a 1\r\n',
      'line 1: expected a value after the series, got "1\\r" (the line ends in a carriage return, which Prometheus refuses too): "a 1\\r"',
    ],
    [
      'a value that is a word',
      TEXT,
      'a 1\nb{c="d"} many\n',
      'line 2: expected a value after the series, got "many": "b{c=\\"d\\"} many"',
    ],
    ['no value', TEXT, 'a\n', 'line 1: expected a value after the series, got "": "a"'],
    ['a value too large', TEXT, 'a 1e400\n', 'line 1: expected a value after the series, got "1e400": "a 1e400"'],
    ['a hexadecimal value', TEXT, 'a 0x10\n', 'line 1: expected a value after the series, got "0x10": "a 0x10"'],
    [
      'three numbers',
      TEXT,
      'a 1 2 3\n',
      'line 1: expected a timestamp in milliseconds or the end of the line, got "3": "a 1 2 3"',
    ],
    [
      'a negative time',
      TEXT,
      'a 1 -5\n',
      'line 1: expected a timestamp in milliseconds or the end of the line, got "-5": "a 1 -5"',
    ],
    [
      'a time too large',
      TEXT,
      'a 1 99999999999999999999\n',
      'line 1: expected a timestamp in whole milliseconds: "a 1 99999999999999999999"',
    ],
    [
      'an exemplar in the text format',
      TEXT,
      'a 1 # {b="c"} 1\n',
      'line 1: expected a timestamp in milliseconds or the end of the line, got "# {b=\\"c\\"} 1": "a 1 # {b=\\"c\\"} 1"',
    ],
    [
      'a doubled comma',
      TEXT,
      'a{b="c",,d="e"} 1\n',
      'line 1: expected a label name or a closing brace: "a{b=\\"c\\",,d=\\"e\\"} 1"',
    ],
    [
      'a label printed twice',
      TEXT,
      'a{b="1",b="2"} 1\n',
      'line 1: expected each label once, got b twice: "a{b=\\"1\\",b=\\"2\\"} 1"',
    ],
    ['a label without quotes', TEXT, 'a{b=c} 1\n', 'line 1: expected a quoted value for the label b: "a{b=c} 1"'],
    ['a label without an equals sign', TEXT, 'a{b} 1\n', 'line 1: expected = after the label name b: "a{b} 1"'],
    ['a quote that is not closed', TEXT, 'a 1\nb{c="d} 1\n', 'line 2: expected a closing quote: "b{c=\\"d} 1"'],
    [
      'a brace that is not closed',
      TEXT,
      'a{b="c" 1\n',
      'line 1: expected a label name or a closing brace: "a{b=\\"c\\" 1"',
    ],
    ['labels without a name', TEXT, '{a="b"} 1\n', 'line 1: expected a metric name: "{a=\\"b\\"} 1"'],
    ['two names', TEXT, 'a{"b"} 1\n', 'line 1: expected one metric name, got a second one: "a{\\"b\\"} 1"'],
    [
      'an empty label name',
      TEXT,
      'a{""="b"} 1\n',
      'line 1: expected a label name, got an empty one: "a{\\"\\"=\\"b\\"} 1"',
    ],
    ['a name that starts with a digit', TEXT, '1a 1\n', 'line 1: expected a metric name: "1a 1"'],
    [
      'a blank in front of a series',
      TEXT,
      ' a 1\n',
      'line 1: expected the series at the start of the line, got a blank: " a 1"',
    ],
    ['a byte order mark', TEXT, '\ufeffa 1\n', 'line 1: expected a metric name: "\ufeffa 1"'],
    ['JSON', TEXT, '{"status":"ok"}', 'line 1: expected = after the label name status: "{\\"status\\":\\"ok\\"}"'],
    ['HTML', 'text/html', '<html>\n', 'line 1: expected a metric name: "<html>"'],
    [
      'a type that does not exist',
      TEXT,
      '# TYPE a number\n',
      'line 1: expected a type (counter, gauge, histogram, summary, untyped), got "number": "# TYPE a number"',
    ],
    [
      'a type with a blank behind it',
      TEXT,
      '# TYPE a gauge \n',
      'line 1: expected a type (counter, gauge, histogram, summary, untyped), got "gauge ": "# TYPE a gauge "',
    ],
    ['HELP of a name that is none', TEXT, '# HELP 1a b\n', 'line 1: expected a metric name after HELP: "# HELP 1a b"'],
    ['no # EOF', OPEN_METRICS, 'a 1\n', 'line 2: expected # EOF at the end of the page: ""'],
    ['anything after # EOF', OPEN_METRICS, '# EOF\na 1\n', 'line 1: expected nothing after # EOF: "# EOF"'],
    [
      'a comment in OpenMetrics',
      OPEN_METRICS,
      '# a\n# EOF\n',
      'line 1: expected # TYPE, # HELP, # UNIT or # EOF: "# a"',
    ],
    ['a blank line in OpenMetrics', OPEN_METRICS, '\n# EOF\n', 'line 1: expected a metric name: ""'],
    [
      'two blanks in OpenMetrics',
      OPEN_METRICS,
      'a  1\n# EOF\n',
      'line 1: expected a value after the series, got "": "a  1"',
    ],
    [
      'a missing comma in OpenMetrics',
      OPEN_METRICS,
      'a{b="c"d="e"} 1\n# EOF\n',
      'line 1: expected a comma or a closing brace after a label: "a{b=\\"c\\"d=\\"e\\"} 1"',
    ],
    [
      'a newline in a value in OpenMetrics',
      OPEN_METRICS,
      'a{b="c\nd"} 1\n# EOF\n',
      'line 1: expected a closing quote: "a{b=\\"c"',
    ],
    [
      'an exemplar without a value',
      OPEN_METRICS,
      'a 1 # {b="c"}\n# EOF\n',
      'line 1: expected one space and a value after the exemplar: "a 1 # {b=\\"c\\"}"',
    ],
    [
      'a unit that the name does not end in',
      OPEN_METRICS,
      '# UNIT a_s seconds\n# EOF\n',
      'line 1: expected a unit that ends the name a_s, got "seconds": "# UNIT a_s seconds"',
    ],
    ['a time that is not finite', OPEN_METRICS, 'a 1 NaN\n# EOF\n', 'line 1: expected a finite timestamp: "a 1 NaN"'],
  ])('refuses %s', (_, contentType, text, message) => {
    expect(failureOf(text, contentType).message).toBe(message)
  })

  it('counts the samples before the line that failed', () => {
    expect(failureOf('a 1\nb 2\n!\n', TEXT)).toMatchObject({ lineNumber: 3, line: '!', samplesRead: 2 })
  })
})

describe('expositionFormat', () => {
  it.each([
    ['text/plain', 'text'],
    ['TEXT/PLAIN; version=0.0.4', 'text'],
    ['text/plain; version=1.0.0; escaping=allow-utf-8', 'text'],
    ['application/openmetrics-text; version="1.0.0"; charset=utf-8', 'openMetrics'],
    [null, undefined],
    ['', undefined],
    ['text/html', undefined],
    ['application/json', undefined],
    ['text/plain; version', undefined],
    ['text/plain, text/html', undefined],
  ])('reads Content-Type %j as %s', (contentType, format) => {
    expect(expositionFormat(contentType)).toBe(format)
  })
})

const anyText = fc.string({ unit: 'grapheme', maxLength: 12 })
// Before 2004 and after 2038 milliseconds do not survive Prometheus' way from float seconds.
const milliseconds = fc.integer({ min: 1_100_000_000_000, max: 2_147_000_000_000 })
const plainName = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/).filter((name) => name !== '__name__')
const samples: fc.Arbitrary<ParsedSample[]> = fc.array(
  fc.record({
    labels: fc
      .tuple(
        fc.oneof(
          plainName,
          anyText.filter((name) => name !== ''),
        ),
        fc.dictionary(
          fc.oneof(
            plainName,
            anyText.filter((name) => name !== '' && name !== '__name__'),
          ),
          anyText,
        ),
      )
      .map(([name, labels]) =>
        Object.fromEntries(
          [...Object.entries(labels), ['__name__', name] as const]
            .filter(([, value]) => value !== '')
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      ),
    value: fc.double().map((value) => (Object.is(value, -0) ? 0 : value)),
    timestampMs: fc.option(milliseconds, { nil: null }),
  }),
)

describe('parseExposition reads printed samples back', () => {
  it('in the text format', () => {
    fc.assert(
      fc.property(samples, (printed) => {
        expect(parseExposition(printTextFormat(printed), TEXT).samples).toEqual(printed)
      }),
    )
  })

  it('in OpenMetrics', () => {
    fc.assert(
      fc.property(samples, (printed) => {
        expect(parseExposition(printOpenMetrics(printed), OPEN_METRICS).samples).toEqual(printed)
      }),
    )
  })

  it('after a page with other series, or with the same series in another order', () => {
    fc.assert(
      fc.property(fc.array(samples, { maxLength: 4 }), samples, (before, last) => {
        const seriesCache = new SeriesCache()
        for (const earlier of before) parseExposition(printTextFormat([...earlier, ...last]), TEXT, { seriesCache })
        const shuffled = last.toReversed()
        expect(parseExposition(printTextFormat(shuffled), TEXT, { seriesCache }).samples).toEqual(shuffled)
      }),
    )
  })
})

describe('SeriesCache', () => {
  it('returns the same label objects for the same series', () => {
    const seriesCache = new SeriesCache()
    const labelsOf = (text: string) => parseExposition(text, TEXT, { seriesCache }).samples.map(({ labels }) => labels)
    const [a, b] = labelsOf('a{x="1"} 1\nb 2\n')
    const again = labelsOf('b 2\nnew 3\na{x="1"} 1\n')
    expect(again[0]).toBe(b)
    expect(again[2]).toBe(a)
  })

  it('sees that a name without labels is now followed by labels', () => {
    const seriesCache = new SeriesCache()
    parseExposition('a 1\n', TEXT, { seriesCache })
    expect(parseExposition('a {b="c"} 1\n', TEXT, { seriesCache }).samples[0]?.labels).toEqual({
      __name__: 'a',
      b: 'c',
    })
    parseExposition('a 1\n', TEXT, { seriesCache })
    expect(parseExposition('ab 1\n', TEXT, { seriesCache }).samples[0]?.labels).toEqual({ __name__: 'ab' })
  })
})
