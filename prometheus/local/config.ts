// The configuration of a Prometheus and an Alertmanager that serve one run, as JSON, which is YAML.

import type { TlsMaterial } from '../../core/route/tls-material.ts'
import { urlCredentials } from '../../core/text/url.ts'
import { scrapeTimeoutSeconds } from '../observation/scrape-timeout.ts'
import { formatPrometheusSeconds } from '../promql/prometheus-duration.ts'
import type { ScrapeTarget } from '../scrape/target-labels.ts'

/** What a Prometheus sends to be let in. */
export interface ConfiguredAccess {
  /** The two parts of an Authorization header; null for none. */
  readonly authorization: { readonly type: string; readonly credentials: string } | null
  readonly basic: { readonly user: string; readonly password: string } | null
  /** Other headers: Prometheus 2.55 and newer send them. */
  readonly headers: Readonly<Record<string, string>>
}

export const NO_ACCESS: ConfiguredAccess = { authorization: null, basic: null, headers: {} }

export interface PrometheusConfigOptions {
  readonly targets: readonly ScrapeTarget[]
  readonly scrapeIntervalSeconds: number
  readonly evaluationIntervalSeconds: number
  readonly verifyTls: boolean
  /** With the files that it was read from. Absent: as Prometheus has it. */
  readonly tls?: TlsMaterial
  readonly access: ConfiguredAccess
  /** Further keys of each scrape configuration. */
  readonly scrapeConfig?: Readonly<Record<string, boolean>>
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
      scrape_interval: formatPrometheusSeconds(scrapeIntervalSeconds),
      scrape_timeout: formatPrometheusSeconds(scrapeTimeoutSeconds(scrapeIntervalSeconds)),
      evaluation_interval: formatPrometheusSeconds(evaluationIntervalSeconds),
    },
    rule_files: ruleFiles,
    alerting: { alertmanagers },
    scrape_configs: targets.map((target, i) => scrapeConfig(target, i, options)),
  })
}

/** One job for each endpoint, because path and credentials belong to the job; labels are those of the embedded scraper. */
function scrapeConfig(
  { url, labels, honorLabels, limits, via }: ScrapeTarget,
  index: number,
  { verifyTls, tls = {}, access, scrapeConfig: others = {} }: PrometheusConfigOptions,
): object {
  const parsed = new URL(url)
  const { protocol, host, pathname, searchParams } = parsed
  const names = [...new Set(searchParams.keys())]
  const ofUrl = urlCredentials(parsed)
  const isInUrl = ofUrl.user !== '' || ofUrl.password !== ''
  return {
    job_name: `endpoint-${index + 1}`,
    scheme: protocol.slice(0, -1),
    metrics_path: pathname,
    params: Object.fromEntries(names.map((name) => [name, searchParams.getAll(name)])),
    tls_config: {
      insecure_skip_verify: !verifyTls,
      ...tlsConfig(tls, via?.address === undefined ? null : parsed.hostname),
    },
    honor_labels: honorLabels,
    ...others,
    body_size_limit: `${limits.bodyBytes}B`,
    sample_limit: limits.samples,
    label_limit: limits.labels,
    label_name_length_limit: limits.labelNameLength,
    label_value_length_limit: limits.labelValueLength,
    ...authorization(access, isInUrl ? ofUrl : null),
    ...httpHeaders(access.headers),
    static_configs: [{ targets: [via?.address === undefined ? host : addressAndPort(parsed, via.address)], labels }],
  }
}

/** @param name of an endpoint that is scraped at one of its addresses: the certificate is for the name */
function tlsConfig({ files = {}, serverName, minVersion }: TlsMaterial, name: string | null): object {
  const checked = serverName ?? name
  return {
    ...(files.ca !== undefined && { ca_file: files.ca }),
    ...(files.cert !== undefined && { cert_file: files.cert }),
    ...(files.key !== undefined && { key_file: files.key }),
    ...(checked !== null && { server_name: checked }),
    ...(minVersion !== undefined && { min_version: `TLS${minVersion.replace('.', '')}` }),
  }
}

function addressAndPort({ port, protocol }: URL, address: string): string {
  const host = address.includes(':') ? `[${address}]` : address
  return `${host}:${port || (protocol === 'https:' ? '443' : '80')}`
}

/** What the scenario says goes before what stands in the URL. */
function authorization({ authorization, basic }: ConfiguredAccess, ofUrl: ConfiguredAccess['basic']): object {
  if (authorization !== null) return { authorization }
  const login = basic ?? ofUrl
  return login === null ? {} : { basic_auth: { username: login.user, password: login.password } }
}

/** As secrets, so that Prometheus itself does not show them. */
function httpHeaders(headers: ConfiguredAccess['headers']): object {
  const entries = Object.entries(headers).map(([name, value]) => [name, { secrets: [value] }])
  return entries.length === 0 ? {} : { http_headers: Object.fromEntries(entries) }
}

/** Every alert is sent by itself and without delay to one address, when it fires and when it is resolved. */
export function alertmanagerConfig(webhookUrl: string): string {
  return JSON.stringify({
    route: { receiver: 'harness', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '24h' },
    receivers: [{ name: 'harness', webhook_configs: [{ url: webhookUrl, send_resolved: true }] }],
  })
}
