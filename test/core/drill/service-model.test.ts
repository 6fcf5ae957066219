import { describe, expect, it } from 'vitest'
import { checkServiceModel, type ModelHistogram, type ServiceModel } from '../../../core/drill/service-model.ts'

const HISTOGRAM: ModelHistogram = {
  kind: 'histogram',
  metric: 'latency',
  unitsPerSecond: 1,
  upperBounds: [0.1, 1],
  labels: {},
  requests: 'all',
}

const parts = (...shares: readonly number[]) => shares.map((share, i) => ({ labels: { part: `${i}` }, share }))

describe('checkServiceModel', () => {
  it.each<[string, ServiceModel]>([
    ['one process', { series: [HISTOGRAM] }],
    ['several with routes', { series: [HISTOGRAM], targets: parts(0.25, 0.75), routes: parts(0.1, 0.2, 0.7) }],
  ])('takes a model of %s', (_what, model) => {
    expect(() => checkServiceModel(model)).not.toThrow()
  })

  it.each<[string, ServiceModel, string]>([
    ['shares that do not add up to 1', { series: [], targets: parts(0.5) }, 'targets'],
    ['a share below 0', { series: [], routes: parts(-1, 2) }, 'routes'],
    ['bounds that do not ascend', { series: [{ ...HISTOGRAM, upperBounds: [1, 1] }] }, 'ascend'],
    ['no unit', { series: [{ ...HISTOGRAM, unitsPerSecond: 0 }] }, 'units'],
    ['labels for some of the bounds', { series: [{ ...HISTOGRAM, boundLabels: ['0.1'] }] }, 'label'],
  ])('refuses %s', (_what, model, word) => {
    expect(() => checkServiceModel(model)).toThrow(word)
  })
})
