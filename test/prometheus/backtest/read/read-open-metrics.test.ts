import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { readOpenMetrics } from '../../../../prometheus/backtest/read/read-open-metrics.ts'
import { readPlan } from '../../../../prometheus/backtest/read/read-plan.ts'
import { SampleStore } from '../../../../prometheus/backtest/record/sample-store.ts'
import { RuleSet } from '../../../../prometheus/backtest/replay/rule-set.ts'
import { formatLabels } from '../../../../prometheus/series/labels.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sla-harness-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const EVER = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }

async function read(
  text: string,
  expression = 'rate(requests_total{job=~"a.*"}[1m]) > 1',
  { span = EVER, hasMarkers = true } = {},
) {
  const path = join(folder, 'data.om')
  await writeFile(path, text)
  const rules = parseRuleFile(
    `groups: [{ name: g, rules: [{ alert: A, expr: ${JSON.stringify(expression)} }] }]`,
    'rules.yml',
  )
  const store = new SampleStore()
  const { withoutTime, markers, unsure } = await readOpenMetrics({
    path,
    selectors: readPlan([new RuleSet(rules, 15)]).selectors,
    store,
    span,
    hasMarkers,
    signal: undefined,
    onShare: () => {},
  })
  const series = Object.fromEntries(
    [...store.all].map((column) => [
      formatLabels(column.labels),
      column.samples.map(({ timestampMs, value, stale }) => `${stale ? 'end' : value} ${timestampMs}`),
    ]),
  )
  return { series, withoutTime, markers, unsure, sampleCount: store.sampleCount }
}

describe('reading OpenMetrics text', () => {
  const TWO = {
    'requests_total{code="a \\"b\\"", job="a"}': ['1 1700000000000', '2.5 1700000015250'],
    'requests_total{job="ab"}': ['7 1700000000000', 'Infinity 1700000015250'],
  }

  it.each([
    [
      'ordered by time',
      `# TYPE requests counter
requests_total{job="a",code="a \\"b\\""} 1 1700000000
requests_total{job="ab"} 7 1700000000.000
requests_total{job="z"} 7 1700000000
other_total{job="a"} 3 1700000000
requests_total{job="a",code="a \\"b\\""} 2.5 1700000015.25 # {trace="x y"} 1 1700000015
requests_total{job="ab"} +Inf 1700000015.250
# EOF
`,
    ],
    [
      'ordered by series, without a newline at its end',
      `requests_total{code="a \\"b\\"",job="a"} 1 1700000000.000
requests_total{code="a \\"b\\"",job="a"} 2.5 1700000015.250
requests_total{job="ab"} 7 1700000000.000
requests_total{job="ab"} +Inf 1700000015.250`,
    ],
    [
      'as promtool tsdb dump prints it',
      `{__name__="requests_total", code="a \\"b\\"", job="a"} 1 1700000000000
{__name__="requests_total", code="a \\"b\\"", job="a"} 2.5 1700000015250
{__name__="requests_total", job="ab"} 7 1700000000000
{__name__="requests_total", job="ab"} +Inf 1700000015250
`,
    ],
  ])('gives the samples that the rules read, %s', async (_, text) => {
    expect(await read(text)).toEqual({ series: TWO, withoutTime: 0, markers: 0, unsure: 0, sampleCount: 4 })
  })

  it('passes over what lies outside of the time, and counts what has none', async () => {
    const text = [1, 2, 3, 4].map((value) => `requests_total{job="a"} ${value} ${value * 10}\n`).join('')
    const found = await read(`${text}requests_total{job="a"} 9\n# EOF\n`, undefined, {
      span: { fromMs: 20_000, toMs: 30_000 },
    })
    expect(found).toEqual({
      series: { 'requests_total{job="a"}': ['2 20000', '3 30000'] },
      withoutTime: 1,
      markers: 0,
      unsure: 0,
      sampleCount: 2,
    })
  })

  it('reads a file that is larger than what is read at a time, with names of any characters', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `{"requests.total","job.name"="a ü ${i % 3}"} ${i} ${i}\n`)
    const { series, sampleCount } = await read(lines.join(''), 'rate({"requests.total"}[1m]) > 0')
    expect(sampleCount).toBe(60_000)
    expect(Object.values(series).map((samples) => samples.length)).toEqual([20_000, 20_000, 20_000])
  })

  it.each([
    ['requests_total{job="a"} x 12\n', /data\.om:1: expected a value after the series, got " x 12"/],
    [
      'requests_total{job="a"} 1 12\nrequests_total{job="a"} 1 soon\n',
      /data\.om:2: expected a timestamp in seconds, got "soon"/,
    ],
    ['requests_total{job="a"} 1 1700000000000\n', /data\.om:1: expected a timestamp in seconds, got "1700000000000"/],
    [
      'requests_total{job="a"} 1 1700000000000000000\n',
      /data\.om:1: expected a timestamp in seconds, got "1700000000000000000"/,
    ],
    [
      '{__name__="requests_total", job="a"} 1 1700000000000000\n',
      /data\.om:1: expected a timestamp in milliseconds, got "1700000000000000"/,
    ],
    ['requests_total{job="a} 1 12\n', /data\.om:1: expected a series/],
    ['<html>\n', /data\.om:1: expected a series, got "<html>"/],
  ])('names the line that it cannot read: %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message)
  })
})

describe('NaN in a file', () => {
  const valuesOf = async (name: string, values: string, hasMarkers = true) => {
    const lines = values.split(' ').map((value, i) => `${name} ${value} ${i * 15}\n`)
    const { series, markers, unsure, sampleCount } = await read(lines.join(''), `${name} > 1`, { hasMarkers })
    const found = (Object.values(series)[0] ?? []).map((sample) => sample.split(' ')[0])
    return { found: found.join(' '), markers, unsure, sampleCount }
  }

  it.each([
    ['requests_total', '1000 NaN 0', '1000 end 0', { markers: 1, unsure: 0, sampleCount: 2 }],
    ['latency_seconds_bucket{le="1"}', '5 NaN', '5 end', { markers: 1, unsure: 0, sampleCount: 1 }],
    ['latency_seconds_count', 'NaN 5', 'end 5', { markers: 1, unsure: 0, sampleCount: 1 }],
    ['up', '1 NaN NaN 1', '1 end end 1', { markers: 2, unsure: 0, sampleCount: 2 }],
    ['latency_seconds_sum', '5 NaN', '5 end', { markers: 0, unsure: 0, sampleCount: 1 }],
    ['latency_seconds_sum', '5 NaN NaN NaN', '5 NaN NaN NaN', { markers: 0, unsure: 0, sampleCount: 4 }],
    ['temperature', '5 NaN 6 NaN', '5 end 6 end', { markers: 0, unsure: 2, sampleCount: 2 }],
    ['latency{quantile="0.9"}', '5 NaN NaN 6', '5 NaN NaN 6', { markers: 0, unsure: 2, sampleCount: 4 }],
    ['latency{quantile="0.9"}', 'NaN NaN NaN', 'NaN NaN NaN', { markers: 0, unsure: 3, sampleCount: 3 }],
    ['job:errors_total', '5 NaN NaN', '5 NaN NaN', { markers: 0, unsure: 2, sampleCount: 3 }],
  ])('of %s: %s is %s', async (name, values, expected, counts) => {
    expect(await valuesOf(name, values)).toEqual({ found: expected, ...counts })
  })

  it('is a value in what a run scraped, which is written without markers', async () => {
    expect(await valuesOf('temperature', '5 NaN 6', false)).toEqual({
      found: '5 NaN 6',
      markers: 0,
      unsure: 0,
      sampleCount: 3,
    })
  })
})

describe('samples that are out of order', () => {
  const linesOf = (...samples: readonly string[]) => samples.map((sample) => `up{job="a"} ${sample}\n`).join('')

  it.each([
    ['1 100', '1 115', '0 40'],
    ['1 100', 'NaN 115', '0 110'],
    ['1 100', '0 100'],
    ['1 100', 'NaN 100'],
  ])('are an error: %s, %s', async (...samples) => {
    await expect(read(linesOf(...samples), 'up > 1')).rejects.toThrow(
      /data\.om:\d: expected the samples of up\{job="a"\} in the order of their times, got .*, the oldest comes first$/,
    )
  })

  it('are none where a sample or a marker is there twice', async () => {
    const { series, sampleCount } = await read(linesOf('1 100', '1 100', 'NaN 115', 'NaN 115', '1 130'), 'up > 1')
    expect(series).toEqual({ 'up{job="a"}': ['1 100000', 'end 115000', '1 130000'] })
    expect(sampleCount).toBe(2)
  })
})
