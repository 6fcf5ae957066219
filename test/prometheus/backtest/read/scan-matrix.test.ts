import { describe, expect, it } from 'vitest'
import { readMatrix, scanSamples } from '../../../../prometheus/backtest/read/scan-matrix.ts'

const DATA =
  '"data":{"resultType":"matrix","result":[{"metric":{"a":"\\"values\\":[1]"},"values":[[1.5,"2"],[2,"NaN"]]}]}'

function samplesIn(text: string): readonly string[] {
  const samples: string[] = []
  scanSamples(readMatrix(Buffer.from(text)), ({ a }) => ({
    append: (timeMs, value) => samples.push(`${a} ${timeMs} ${value}`),
  }))
  return samples
}

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
