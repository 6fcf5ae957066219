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

const CONFIGURATION = 'global:\n  scrape_interval: 15s\n  evaluation_interval: 1m\nscrape_configs:\n  - job_name: a\n'

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

  it.each([
    ['that of all jobs', 'scrape_configs: [{ scrape_interval: 15s }, { scrape_interval: 15s }]', 15, undefined],
    ['the global one of a job without its own', 'scrape_configs: [{ job_name: a }]', 60, undefined],
    [
      'the shortest of jobs that differ',
      'scrape_configs: [{ scrape_interval: 2m }, { scrape_interval: 15s }]',
      15,
      true,
    ],
    ['the shortest beside the global one', 'scrape_configs: [{ scrape_interval: 2m }, { job_name: a }]', 60, true],
    [
      'perhaps another one where further files have jobs',
      'scrape_configs: [{}]\nscrape_config_files: [a.yml]',
      60,
      true,
    ],
    ['perhaps another one where nothing is scraped', 'remote_write: []', 60, true],
    ['perhaps another one where the jobs cannot be read', 'scrape_configs: 1', 60, true],
  ])('have as the scrape interval %s', async (_, jobs, seconds, assumed) => {
    const configuration = `global: { scrape_interval: 1m }\n${jobs}\n`
    const { scrapeIntervalSeconds, scrapeIntervalAssumed } = await serverSettings(server('15d', configuration))
    expect([scrapeIntervalSeconds, scrapeIntervalAssumed]).toEqual([seconds, assumed])
  })

  it('have a scrape interval without a global one', async () => {
    const jobs = 'scrape_configs: [{ scrape_interval: 15s }, { job_name: a }]\n'
    expect(await serverSettings(server('15d', jobs))).toMatchObject({
      scrapeIntervalSeconds: 15,
      scrapeIntervalAssumed: true,
    })
  })

  it('are not guessed where it cannot be reached', async () => {
    const gone = new QueryApiError('unreachable', 'refused')
    await expect(serverSettings(server(gone, gone))).rejects.toThrow(gone)
  })
})
