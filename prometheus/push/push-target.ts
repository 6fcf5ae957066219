// Where a run is pushed to, as people name it: `http://127.0.0.1:9090`, `remote-write=https://mimir.example/api/v1/push`,
// `otlp=https://otel.example:4318`.

import { isHttpUrl } from '../../core/text/url.ts'

export const PUSH_PROTOCOLS = ['remote-write', 'otlp'] as const

export type PushProtocol = (typeof PUSH_PROTOCOLS)[number]

export interface PushTarget {
  readonly protocol: PushProtocol
  readonly url: string
}

export const PUSH_FORMS =
  'the URL of a Prometheus, remote-write=<URL> or otlp=<URL>, such as http://127.0.0.1:9090 or otlp=http://127.0.0.1:4318'

/** Undefined where the text is none of these forms. */
export function parsePushTarget(text: string): PushTarget | undefined {
  const named = PUSH_PROTOCOLS.find((protocol) => text.startsWith(`${protocol}=`))
  const url = named === undefined ? text : text.slice(named.length + 1)
  if (!isHttpUrl(url)) return undefined
  const parsed = new URL(url)
  const path = parsed.pathname.replace(/\/+$/, '')
  const protocol = named ?? (/(^|\/)otlp$|\/v1\/metrics$/.test(path) ? 'otlp' : 'remote-write')
  parsed.pathname = endpoint(protocol, path)
  return { protocol, url: parsed.href }
}

/** As OpenTelemetry has it, the URL of OTLP is that of the server or of its endpoint. */
function endpoint(protocol: PushProtocol, path: string): string {
  if (protocol === 'remote-write') return path === '' ? '/api/v1/write' : path
  return path.endsWith('/v1/metrics') ? path : `${path}/v1/metrics`
}
