// A bucket layout as code to paste: the Prometheus client libraries' own calls, and a scenario's YAML.
// Versions: prom-client 15, client_golang 1.x, client_python 0.x, client_java 1.x.

import { type BucketLayout, bucketLayout } from '../../core/histogram/bucket-layout.ts'
import type { LayoutCode } from '../../core/histogram/layout-code.ts'

export interface NamedMetric {
  readonly name: string
  readonly help: string
}

/** @throws RangeError if the bounds are not finite, positive and ascending: clients would count wrongly */
export function layoutAsCode(layout: BucketLayout, metric: NamedMetric): LayoutCode {
  const bounds = bucketLayout(layout.name, layout.upperBounds).upperBounds.map(String).join(', ')
  const [name, help] = [JSON.stringify(metric.name), JSON.stringify(metric.help)]
  const variable = metric.name.replace(/[^a-zA-Z0-9]+(.?)/g, (_, next: string) => next.toUpperCase())
  return {
    'prom-client': [
      `const ${variable} = new Histogram({`,
      `  name: ${name},`,
      `  help: ${help},`,
      `  buckets: [${bounds}],`,
      '})',
    ].join('\n'),
    go: [
      `var ${variable} = prometheus.NewHistogram(prometheus.HistogramOpts{`,
      `\tName:    ${name},`,
      `\tHelp:    ${help},`,
      `\tBuckets: []float64{${bounds}},`,
      '})',
    ].join('\n'),
    python: [
      `${snake(metric.name)} = Histogram(`,
      `    ${name},`,
      `    ${help},`,
      `    buckets=(${bounds},),`,
      ')',
    ].join('\n'),
    java: [
      `static final Histogram ${variable} = Histogram.builder()`,
      `    .name(${name})`,
      `    .help(${help})`,
      `    .classicUpperBounds(${bounds})`,
      '    .register();',
    ].join('\n'),
    yaml: ['server:', `  layout: [${bounds}]`].join('\n'),
  }
}

function snake(name: string): string {
  return name.replace(/[^a-zA-Z0-9]+/g, '_')
}
