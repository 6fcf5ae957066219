import { Histogram, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { layoutAsCode } from '../../../analysis/layouts/layout-as-code.ts'
import { bucketLayout } from '../../../core/histogram/bucket-layout.ts'

const layout = bucketLayout('mine', [0.005, 0.25, 1, 7.5])
const code = layoutAsCode(layout, { name: 'model_latency_seconds', help: 'How long "predict" took' })

describe('layoutAsCode', () => {
  it('writes prom-client code that creates the histogram with these bounds', async () => {
    const register = new Registry()
    class Registered extends Histogram {
      constructor(configuration: ConstructorParameters<typeof Histogram>[0]) {
        super({ ...configuration, registers: [register] })
      }
    }
    new Function('Histogram', code['prom-client'])(Registered)
    const printed = await register.metrics()
    expect([...printed.matchAll(/le="([^"]+)"/g)].map(([, bound]) => bound)).toEqual([
      '0.005',
      '0.25',
      '1',
      '7.5',
      '+Inf',
    ])
    expect(printed).toContain('# HELP model_latency_seconds How long "predict" took')
  })

  it('writes YAML that a scenario accepts', () => {
    expect(parse(code.yaml)).toEqual({ server: { layout: [0.005, 0.25, 1, 7.5] } })
  })

  it.each([
    [
      'go',
      [
        'var modelLatencySeconds = prometheus.NewHistogram(prometheus.HistogramOpts{',
        '\tName:    "model_latency_seconds",',
        '\tHelp:    "How long \\"predict\\" took",',
        '\tBuckets: []float64{0.005, 0.25, 1, 7.5},',
        '})',
      ],
    ],
    [
      'python',
      [
        'model_latency_seconds = Histogram(',
        '    "model_latency_seconds",',
        '    "How long \\"predict\\" took",',
        '    buckets=(0.005, 0.25, 1, 7.5,),',
        ')',
      ],
    ],
    [
      'java',
      [
        'static final Histogram modelLatencySeconds = Histogram.builder()',
        '    .name("model_latency_seconds")',
        '    .help("How long \\"predict\\" took")',
        '    .classicUpperBounds(0.005, 0.25, 1, 7.5)',
        '    .register();',
      ],
    ],
  ] as const)('is %s', (language, lines) => {
    expect(code[language].split('\n')).toEqual(lines)
  })

  it('rejects bounds that a client would count wrongly', () => {
    const unsorted = { name: 'unsorted', upperBounds: [1, 0.5] }
    expect(() => layoutAsCode(unsorted, { name: 'm', help: '' })).toThrow('expected finite bounds that ascend')
  })
})
