import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { alertmanagerConfig, NO_ACCESS, prometheusConfig } from '../../../prometheus/local/config.ts'
import { scrapeTargets } from '../../../prometheus/scrape/target-labels.ts'
import { authority } from '../../support/certificates.ts'
import { describeReal } from '../../support/real-programs.ts'
import { promtool } from '../promtool.ts'

const options = {
  targets: scrapeTargets(
    ['http://127.0.0.1:8000/metrics', 'https://ann:p%40ss@10.0.0.1/actuator/prometheus?tag=a&tag=b&x=1'],
    'model-server',
  ),
  scrapeIntervalSeconds: 1,
  evaluationIntervalSeconds: 0.25,
  verifyTls: true,
  access: NO_ACCESS,
  ruleFiles: ['scenario.rules.yml'],
  alertmanager: '127.0.0.1:9093',
}
const config = (more: object = {}) => JSON.parse(prometheusConfig({ ...options, ...more }))

describe('the configuration of Prometheus', () => {
  it('has the intervals of the scenario, and a timeout that is no longer than one', () => {
    expect(config().global).toEqual({ scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '250ms' })
    expect(config({ scrapeIntervalSeconds: 90 }).global).toMatchObject({
      scrape_interval: '1m30s',
      scrape_timeout: '10s',
    })
  })

  it('gives each endpoint the labels of the embedded scraper', () => {
    expect(config().scrape_configs.map((job: { static_configs: unknown }) => job.static_configs)).toEqual([
      [{ targets: ['127.0.0.1:8000'], labels: { instance: '127.0.0.1:8000', job: 'model-server' } }],
      [{ targets: ['10.0.0.1'], labels: { instance: '10.0.0.1', job: 'model-server' } }],
    ])
  })

  it('keeps scheme, path, parameters and credentials of an endpoint', () => {
    expect(config().scrape_configs[1]).toMatchObject({
      scheme: 'https',
      metrics_path: '/actuator/prometheus',
      params: { tag: ['a', 'b'], x: ['1'] },
      basic_auth: { username: 'ann', password: 'p@ss' },
      tls_config: { insecure_skip_verify: false },
    })
    expect(config().scrape_configs[0]).not.toHaveProperty('basic_auth')
  })

  it('adds the labels of the scenario, and honours those of the page where it says so', () => {
    const added = { labels: { job: 'checkout', namespace: 'shop' }, urlLabels: [{ zone: 'a' }], honorLabels: true }
    const targets = scrapeTargets(['http://h:1/metrics'], 'model-server', added)
    expect(config({ targets }).scrape_configs[0]).toMatchObject({
      honor_labels: true,
      static_configs: [
        { targets: ['h:1'], labels: { instance: 'h:1', job: 'checkout', namespace: 'shop', zone: 'a' } },
      ],
    })
  })

  it.each([
    [{ authorization: { type: 'Bearer', credentials: 't' } }, { authorization: { type: 'Bearer', credentials: 't' } }],
    [{ basic: { user: 'u', password: 'p' } }, { basic_auth: { username: 'u', password: 'p' } }],
    [{ headers: { 'x-scope': 'a' } }, { http_headers: { 'x-scope': { secrets: ['a'] } } }],
  ])('lets Prometheus in with %j', (access, expected) => {
    for (const job of config({ access: { ...NO_ACCESS, ...access } }).scrape_configs.slice(0, 1))
      expect(job).toMatchObject(expected)
  })

  it('prefers the credentials of the scenario to those of a URL', () => {
    const access = { ...NO_ACCESS, authorization: { type: 'Bearer', credentials: 't' } }
    expect(config({ access }).scrape_configs[1]).not.toHaveProperty('basic_auth')
  })

  it('verifies certificates unless configured otherwise', () => {
    expect(config({ verifyTls: false }).scrape_configs[0].tls_config).toEqual({ insecure_skip_verify: true })
  })

  it('reads certificates from the files of the scenario', () => {
    const files = { ca: '/c/ca.pem', cert: '/c/client.pem', key: '/c/client.key' }
    const tls = { ca: '-', cert: '-', key: '-', files, serverName: 'shop.test', minVersion: '1.3' }
    expect(config({ tls }).scrape_configs[1].tls_config).toEqual({
      insecure_skip_verify: false,
      ca_file: '/c/ca.pem',
      cert_file: '/c/client.pem',
      key_file: '/c/client.key',
      server_name: 'shop.test',
      min_version: 'TLS13',
    })
  })

  it('scrapes one of the addresses behind a name, whose certificate is for the name', () => {
    const urls = ['https://shop.test/metrics', 'http://shop.test:9100/metrics']
    const vias = [{ address: '10.0.0.1' }, { address: 'fd00::1' }]
    const [first, second] = config({ targets: scrapeTargets(urls, 'm', undefined, vias) }).scrape_configs
    expect(first).toMatchObject({
      tls_config: { server_name: 'shop.test' },
      static_configs: [{ targets: ['10.0.0.1:443'] }],
    })
    expect(second.static_configs).toMatchObject([{ targets: ['[fd00::1]:9100'] }])
  })

  it('may have neither rules nor an Alertmanager', () => {
    expect(config({ ruleFiles: [], alertmanager: null })).toMatchObject({
      rule_files: [],
      alerting: { alertmanagers: [] },
    })
  })
})

it('configures the Alertmanager to send each alert by itself, without delay, and when it is resolved', () => {
  expect(JSON.parse(alertmanagerConfig('http://127.0.0.1:1/x'))).toMatchObject({
    route: { group_by: ['...'], group_wait: '0s', group_interval: '1s' },
    receivers: [{ webhook_configs: [{ url: 'http://127.0.0.1:1/x', send_resolved: true }] }],
  })
})

describeReal('promtool accepts', ['promtool'], () => {
  const shipped = (path: string) => join(packageRoot, 'prometheus', path)

  it('the configuration of a standing Prometheus, and its rules', async () => {
    expect(await promtool('check', 'config', shipped('prometheus.yml'))).toContain('SUCCESS: 1 rule files found')
    expect(await promtool('check', 'rules', shipped('rules/latency.rules.yml'))).toContain('SUCCESS: 1 rules found')
  })

  it('the configuration of a run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'local-config-'))
    writeFileSync(
      join(folder, 'p.yml'),
      prometheusConfig({
        ...options,
        access: { ...NO_ACCESS, authorization: { type: 'Bearer', credentials: 't' } },
        ruleFiles: [],
      }),
    )
    expect(await promtool('check', 'config', join(folder, 'p.yml'))).toContain('SUCCESS')
    rmSync(folder, { recursive: true })
  })

  it('one with the certificates of a scenario', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'))
    const ours = authority('Our CA')
    const client = ours.issue('client')
    const files = { ca: join(folder, 'ca.pem'), cert: join(folder, 'c.pem'), key: join(folder, 'c.key') }
    writeFileSync(files.ca, ours.ca)
    writeFileSync(files.cert, client.cert)
    writeFileSync(files.key, client.key)
    const tls = { files, serverName: 'shop.test', minVersion: '1.3' } as const
    writeFileSync(join(folder, 'p.yml'), prometheusConfig({ ...options, tls, ruleFiles: [] }))
    expect(await promtool('check', 'config', join(folder, 'p.yml'))).toContain('SUCCESS')
    rmSync(folder, { recursive: true })
  })
})
