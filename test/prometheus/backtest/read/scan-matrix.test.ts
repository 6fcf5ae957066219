import { describe, expect, it } from 'vitest'
import { readMatrix, scanSamples } from '../../../../prometheus/backtest/read/scan-matrix.ts'

const DATA =
  '"data":{"resultType":"matrix","result":[{"metric":{"a":"\\"values\\":[1]"},"values":[[1.5,"2"],[2,"NaN"]]}]}'

const EVER = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }

function samplesIn(text: string, span = EVER): readonly string[] {
  const samples: string[] = []
  const count = scanSamples(readMatrix(Buffer.from(text)), span, ({ a }) => ({
    append: (timeMs, value) => samples.push(`${a} ${timeMs} ${value}`),
  }))
  expect(count).toBe(samples.length)
  return samples
}

const answer = (...series: readonly (readonly [a: string, values: string])[]) =>
  `{"status":"success","data":{"resultType":"matrix","result":[${series
    .map(([a, values]) => `{"metric":{"__name__":"x","a":"${a}"},"values":[${values}]}`)
    .join(',')}]}}`

describe('the answer to a range selector', () => {
  it('is read from its bytes', () => {
    expect(samplesIn(`{"status":"success",${DATA}}`)).toEqual(['"values":[1] 1500 2', '"values":[1] 2000 NaN'])
  })

  it.each([
    ['"warnings":[],"infos":[]', []],
    ['"warnings":null', []],
    ['"isPartial":false', []],
    ['"infos":["PromQL info: not a counter"]', ['PromQL info: not a counter']],
    ['"warnings":["PromQL info: not a counter"]', ['PromQL info: not a counter']],
  ])('is whole with %s', (field, infos) => {
    expect(readMatrix(Buffer.from(`{"status":"success",${field},${DATA}}`)).infos).toEqual(infos)
  })

  it.each([
    ['"warnings":["store 10.0.0.1 timed out"]', /in part: store 10\.0\.0\.1 timed out/],
    ['"warnings":["PromQL info: not a counter","remote read failed"]', /in part: remote read failed/],
    ['"isPartial":true', /in part: isPartial/],
  ])('is in part with %s', (field, message) => {
    const read = () => readMatrix(Buffer.from(`{"status":"success",${field},${DATA}}`))
    expect(read).toThrow(expect.objectContaining({ failure: 'incomplete', message: expect.stringMatching(message) }))
  })

  it.each([
    [`{"status":"success",${DATA}`, 'notPrometheus'],
    [`{"status":"success",${DATA.slice(0, -20)}`, 'notPrometheus'],
    ['<html>', 'notPrometheus'],
    ['[]', 'notPrometheus'],
    ['{"status":"success","data":{"resultType":"vector","result":[]}}', 'notPrometheus'],
    ['{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":1}}]}}', 'notPrometheus'],
    ['{"status":"error","errorType":"timeout","error":"query timed out"}', 'refused'],
    [`{"status":"success",${DATA.replace('"2"', '2')}}`, 'notPrometheus'],
    [`{"status":"success",${DATA.replace('"NaN"', '"soon"')}}`, 'notPrometheus'],
  ])('is an error of the API, and no other, for %s', (text, failure) => {
    expect(() => samplesIn(text)).toThrow(expect.objectContaining({ name: 'QueryApiError', failure }))
  })
})

describe('the samples of a range selector', () => {
  it.each([
    [
      'descend',
      '[1700000015,"1"],[1700000000,"2"]',
      /one at 2023-11-14T22:13:20\.000Z after 2023-11-14T22:13:35\.000Z/,
    ],
    [
      'have two values at an instant',
      '[1700000000,"1"],[1700000000,"2"]',
      /another value at 2023-11-14T22:13:20\.000Z/,
    ],
    ['have a number and NaN at an instant', '[1700000000,"1"],[1700000000,"NaN"]', /another value at/],
  ])('are not taken in part where they %s', (_, values, message) => {
    expect(() => samplesIn(answer(['1', values]))).toThrow(
      expect.objectContaining({
        failure: 'contradictory',
        message: expect.stringMatching(/^expected the samples of x\{a="1"\} in the order of their times, got /),
      }),
    )
    expect(() => samplesIn(answer(['1', values]))).toThrow(message)
  })

  it('are read once where they are there twice', () => {
    const values = '[1,"1"],[1,"1"],[2,"NaN"],[2,"NaN"],[3,"4"]'
    expect(samplesIn(answer(['1', values]))).toEqual(['1 1000 1', '1 2000 NaN', '1 3000 4'])
  })

  it('are those of the time that was asked about', () => {
    const values = '[1,"1"],[2,"2"],[3,"3"],[4102444800,"4"]'
    expect(samplesIn(answer(['1', values]), { fromMs: 2_000, toMs: 3_000 })).toEqual(['1 2000 2', '1 3000 3'])
  })

  it('are those of one series, which an answer has once', () => {
    const read = () => samplesIn(answer(['1', '[1,"1"]'], ['2', '[1,"1"]'], ['1', '[2,"1"]']))
    expect(read).toThrow(
      expect.objectContaining({
        failure: 'contradictory',
        message: 'expected each series once in an answer, got x{a="1"} twice',
      }),
    )
  })
})
