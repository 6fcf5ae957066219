import { describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { scrapeTargets, withTargetLabels } from '../../../prometheus/scrape/target-labels.ts'

describe('withTargetLabels', () => {
  const target = { instance: 'h:1', job: 'model' }

  it.each([
    ['adds job and instance', { __name__: 'a', b: 'c' }, { __name__: 'a', b: 'c', instance: 'h:1', job: 'model' }],
    [
      'keeps a displaced label under exported_',
      { __name__: 'a', job: 'x' },
      { __name__: 'a', instance: 'h:1', job: 'model', exported_job: 'x' },
    ],
    [
      'prefixes a displaced label until its name is free',
      { __name__: 'a', job: 'x', exported_job: 'y' },
      { __name__: 'a', instance: 'h:1', job: 'model', exported_job: 'y', exported_exported_job: 'x' },
    ],
  ])('%s', (_, page, expected) => {
    expect(withTargetLabels(page, target)).toEqual(expected)
  })
})

describe('scrapeTargets', () => {
  const instances = (...urls: string[]) => scrapeTargets(urls, 'model').map(({ labels }) => labels.instance)

  it.each([
    ['is host and port', ['http://127.0.0.1:8000/metrics'], ['127.0.0.1:8000']],
    ['is the host alone for the default port', ['https://model.example/metrics'], ['model.example']],
    ['leaves out credentials', ['http://user:secret@h:1/metrics'], ['h:1']],
    ['tells two ports apart', ['http://h:1/metrics', 'http://h:2/metrics'], ['h:1', 'h:2']],
    ['tells two paths of one port apart', ['http://h:1/a', 'http://h:1/b?x=1'], ['h:1/a', 'h:1/b?x=1']],
  ])('instance %s', (_, urls, expected) => {
    expect(instances(...urls)).toEqual(expected)
  })

  it.each([
    [['h:1/metrics'], 'metrics: expected an http or https URL, got "h:1/metrics"'],
    [['nonsense'], 'metrics: expected an http or https URL, got "nonsense"'],
    [['http://u:p@h:1/a', 'http://u:p@h:1/a'], 'metrics: expected each endpoint once, got http://h:1/a twice'],
  ])('refuses %j', (urls, message) => {
    expect(() => instances(...urls)).toThrow(UserError)
    expect(() => instances(...urls)).toThrow(message)
  })
})
