import { describe, expect, it } from 'vitest'
import { QueryApiError } from '../../../prometheus/api/query-api-error.ts'
import { serverSettings } from '../../../prometheus/remote/server-settings.ts'

const server = (retention: string | QueryApiError, configuration: string | QueryApiError) => {
  const answer = async (given: string | QueryApiError) => {
    if (typeof given === 'string') return given
    throw given
  }
  return { storageRetention: () => answer(retention), configuration: () => answer(configuration) }
}

const CONFIGURATION = 'global:\n  scrape_interval: 15s\n  evaluation_interval: 1m\n'

describe('the settings of a server', () => {
  it.each([
    ['15d', CONFIGURATION, { retentionSeconds: 1_296_000, scrapeIntervalSeconds: 15, evaluationIntervalSeconds: 60 }],
    ['15d or 10GiB', '', { retentionSeconds: 1_296_000 }],
    ['10GiB', 'global: 1\n', {}],
    ['', 'a: [\n', {}],
    [new QueryApiError('refused', 'no'), CONFIGURATION, { scrapeIntervalSeconds: 15, evaluationIntervalSeconds: 60 }],
    [new QueryApiError('notPrometheus', 'no'), new QueryApiError('unauthorized', 'no'), {}],
  ])('are read from retention %j and configuration %j', async (retention, configuration, settings) => {
    expect(await serverSettings(server(retention, configuration))).toEqual(settings)
  })

  it('are not guessed where it cannot be reached', async () => {
    const gone = new QueryApiError('unreachable', 'refused')
    await expect(serverSettings(server(gone, gone))).rejects.toThrow(gone)
  })
})
