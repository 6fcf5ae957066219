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
    expect(withTargetLabels(page, { labels: target, honorLabels: false })).toEqual(expected)
  })

  it.each([
    ['adds what the page lacks', { __name__: 'a', b: 'c' }, { __name__: 'a', b: 'c', instance: 'h:1', job: 'model' }],
    ['leaves what the page prints', { __name__: 'a', job: 'x' }, { __name__: 'a', instance: 'h:1', job: 'x' }],
    [
      'adds nothing where the page prints an empty label',
      { __name__: 'a', instance: '' },
      { __name__: 'a', job: 'model' },
    ],
  ])('that honours the labels of the page %s', (_, page, expected) => {
    expect(withTargetLabels(page, { labels: target, honorLabels: true })).toEqual(expected)
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

  it('adds labels to all endpoints, and to one of them', () => {
    const added = { labels: { job: 'shop', zone: 'a', empty: '' }, urlLabels: [{}, { zone: 'b' }], honorLabels: false }
    expect(scrapeTargets(['http://h:1', 'http://h:2'], 'model', added).map(({ labels }) => labels)).toEqual([
      { instance: 'h:1', job: 'shop', zone: 'a' },
      { instance: 'h:2', job: 'shop', zone: 'b' },
    ])
  })

  it('has the address of an instance that is one of several behind a name', () => {
    const urls = ['http://h:9100/metrics', 'http://h:9100/metrics', 'https://h/metrics']
    const vias = [{ address: '10.0.0.1' }, { address: 'fd00::2' }, { address: '10.0.0.1' }]
    expect(scrapeTargets(urls, 'model', undefined, vias)).toMatchObject([
      { url: urls[0], labels: { instance: '10.0.0.1:9100' }, via: { address: '10.0.0.1' } },
      { url: urls[1], labels: { instance: '[fd00::2]:9100' }, via: { address: 'fd00::2' } },
      { url: urls[2], labels: { instance: '10.0.0.1:443' }, via: { address: '10.0.0.1' } },
    ])
  })

  it('tells two sockets apart by a label of their own', () => {
    const urls = ['http://localhost/metrics', 'http://localhost/metrics']
    const vias = [{ socket: '/run/a.sock' }, { socket: '/run/b.sock' }]
    const added = { labels: {}, urlLabels: [{ instance: 'a' }, { instance: 'b' }], honorLabels: false }
    expect(scrapeTargets(urls, 'model', added, vias).map(({ labels, via }) => [labels.instance, via?.socket])).toEqual([
      ['a', '/run/a.sock'],
      ['b', '/run/b.sock'],
    ])
    expect(() => scrapeTargets(urls, 'model', undefined, vias)).toThrow('with different labels instance')
  })

  it.each<[string[], string, Record<string, string>?]>([
    [['h:1/metrics'], 'metrics: expected an http or https URL, got "h:1/metrics"'],
    [['nonsense'], 'metrics: expected an http or https URL, got "nonsense"'],
    [
      ['http://h:1/a', 'http://h:2/a'],
      'metrics: expected endpoints with different labels instance, got x twice',
      { instance: 'x' },
    ],
    [['http://u:p@h:1/a', 'http://u:p@h:1/a'], 'metrics: expected each endpoint once, got http://h:1/a twice'],
  ])('refuses %j', (urls, message, labels = {}) => {
    const targets = () => scrapeTargets(urls, 'model', { labels, urlLabels: [], honorLabels: false })
    expect(targets).toThrow(UserError)
    expect(targets).toThrow(message)
  })
})
