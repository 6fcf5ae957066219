// The configuration of a Prometheus and an Alertmanager that serve one run, as JSON, which is YAML.

import { scrapeTimeoutSeconds } from '../observation/scrape-timeout.ts'
import { formatPrometheusDuration } from '../promql/prometheus-duration.ts'
import type { ScrapeTarget } from '../scrape/target-labels.ts'

export interface PrometheusConfigOptions {
  readonly targets: readonly ScrapeTarget[]
  readonly scrapeIntervalSeconds: number
  readonly evaluationIntervalSeconds: number
  readonly verifyTls: boolean
  /** Names of files beside the configuration, without wildcards. */
  readonly ruleFiles: readonly string[]
  /** Host and port; null for none. */
  readonly alertmanager: string | null
}

export function prometheusConfig(options: PrometheusConfigOptions): string {
  const { targets, scrapeIntervalSeconds, evaluationIntervalSeconds, ruleFiles, alertmanager } = options
  const alertmanagers = alertmanager === null ? [] : [{ static_configs: [{ targets: [alertmanager] }] }]
  return JSON.stringify({
    global: {
      scrape_interval: duration(scrapeIntervalSeconds),
      scrape_timeout: duration(scrapeTimeoutSeconds(scrapeIntervalSeconds)),
      evaluation_interval: duration(evaluationIntervalSeconds),
    },
    rule_files: ruleFiles,
    alerting: { alertmanagers },
    scrape_configs: targets.map((target, i) => scrapeConfig(target, i, options.verifyTls)),
  })
}

/** One job for each endpoint, because path and credentials belong to the job; labels are those of the embedded scraper. */
function scrapeConfig({ url, labels }: ScrapeTarget, index: number, verifyTls: boolean): object {
  const { protocol, host, pathname, searchParams, username, password } = new URL(url)
  const names = [...new Set(searchParams.keys())]
  const credentials = { username: decodeURIComponent(username), password: decodeURIComponent(password) }
  return {
    job_name: `endpoint-${index + 1}`,
    scheme: protocol.slice(0, -1),
    metrics_path: pathname,
    params: Object.fromEntries(names.map((name) => [name, searchParams.getAll(name)])),
    tls_config: { insecure_skip_verify: !verifyTls },
    ...(username === '' && password === '' ? {} : { basic_auth: credentials }),
    static_configs: [{ targets: [host], labels }],
  }
}

/** Every alert is sent by itself and without delay to one address, when it fires and when it is resolved. */
export function alertmanagerConfig(webhookUrl: string): string {
  return JSON.stringify({
    route: { receiver: 'harness', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '24h' },
    receivers: [{ name: 'harness', webhook_configs: [{ url: webhookUrl, send_resolved: true }] }],
  })
}

function duration(seconds: number): string {
  return formatPrometheusDuration(Math.round(seconds * 1e3))
}
