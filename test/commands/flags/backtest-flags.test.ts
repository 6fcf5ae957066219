import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import {
  forList,
  rangeList,
  recordedData,
  stepSeconds,
  thresholdList,
  variationsOf,
} from '../../../commands/flags/backtest-flags.ts'
import { UserError } from '../../../core/user-error.ts'

describe('lists of values to try', () => {
  it.each([
    [forList, '30s,2m, 0s', [30, 120, 0]],
    [forList, '5m,300s', [300]],
    [rangeList, '1m,1h30m', [60, 5400]],
    [thresholdList, '0.5,1,-2,1e-3,.5', [0.5, 1, -2, 0.001]],
  ])('%o reads %j', (parse, text, values) => {
    expect(parse(text).map(({ value }) => value)).toEqual(values)
  })

  it.each([
    [forList, '30', 'Expected durations such as 30s,2m,5m, got 30 in 30.'],
    [forList, '30s,,5m', 'got nothing in 30s,,5m.'],
    [rangeList, '0s', 'Expected durations above 0 such as 1m,5m, got 0s in 0s.'],
    [thresholdList, '500ms', 'Expected numbers in the unit of the rule, such as 0.5,1,2, got 500ms in 500ms.'],
    [thresholdList, 'NaN', 'got NaN in NaN.'],
    [stepSeconds, '0s', 'Expected a duration such as 15s, got 0s.'],
    [stepSeconds, '15', 'Expected a duration such as 15s, got 15.'],
  ])('%o refuses %j', (parse, text, message) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError)
    expect(() => parse(text)).toThrow(message)
  })
})

describe('variationsOf', () => {
  it('is empty where nothing is to be tried', () => {
    expect(variationsOf({})).toEqual([])
  })

  it('combines each value with each of the others, and names it by its flags', () => {
    const variations = variationsOf({ for: forList('30s,2m'), threshold: thresholdList('0.5,1') })
    expect(variations).toEqual([
      { name: '--for 30s --threshold 0.5', forSeconds: 30, threshold: 0.5 },
      { name: '--for 30s --threshold 1', forSeconds: 30, threshold: 1 },
      { name: '--for 2m --threshold 0.5', forSeconds: 120, threshold: 0.5 },
      { name: '--for 2m --threshold 1', forSeconds: 120, threshold: 1 },
    ])
  })

  it('refuses more combinations than can be read', () => {
    const many = thresholdList(Array.from({ length: 61 }, (_, i) => i).join(','))
    expect(() => variationsOf({ threshold: many })).toThrow('expected at most 60 combinations of their values, got 61')
  })
})

describe('recordedData', () => {
  it.each([
    ['http://127.0.0.1:9090', undefined, { kind: 'prometheus', url: 'http://127.0.0.1:9090' }],
    [undefined, 'scrapes.om', { kind: 'data', path: 'scrapes.om' }],
  ])('takes --prometheus %s, --data %s', (prometheus, data, expected) => {
    expect(recordedData(prometheus, data)).toEqual(expected)
  })

  it.each([
    [undefined, undefined, 'got neither --prometheus URL nor --data FILE'],
    ['http://127.0.0.1:9090', 'scrapes.om', 'expected --prometheus or --data, got both'],
    [undefined, 'http://user:pass@127.0.0.1', 'got a URL; --prometheus http://[redacted]@127.0.0.1 reads it'],
    ['local', undefined, 'expected the http or https URL of a Prometheus, got local, which is for runs'],
    ['127.0.0.1:9090', undefined, 'expected the http or https URL of a Prometheus, got 127.0.0.1:9090'],
  ])('refuses --prometheus %s, --data %s', (prometheus, data, message) => {
    expect(() => recordedData(prometheus, data)).toThrow(UserError)
    expect(() => recordedData(prometheus, data)).toThrow(message)
  })
})
