import { expect, it } from 'vitest'
import { isPlainLabelName, isPlainMetricName, metricOfLine } from '../../../prometheus/series/series-name.ts'

it.each([
  ['http_requests_total', true, true],
  ['job:latency:p95', true, false],
  ['http.server.duration', false, false],
  ['5xx', false, false],
  ['größe', false, false],
  ['', false, false],
])('%s is a plain name of a metric: %s, of a label: %s', (name, metric, label) => {
  expect([isPlainMetricName(name), isPlainLabelName(name)]).toEqual([metric, label])
})

it.each([
  ['a_count{b="c"} 1', 'a_count'],
  ['a:b 1', 'a:b'],
  ['{"http.server.duration","http.route"="/"} 1', 'http.server.duration'],
  ['{"a \\"b\\" \\\\ \\n"} 1', 'a "b" \\ \n'],
  ['# TYPE a counter', undefined],
  ['{"a"="b"} 1', undefined],
  ['{a="b"} 1', undefined],
])('the metric of %s', (line, name) => {
  expect(metricOfLine(line)).toBe(name)
})
