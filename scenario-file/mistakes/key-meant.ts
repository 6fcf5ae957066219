// The key of a scenario file that was probably meant by an unknown one: the nearest by its letters, or what other tools call it.

import { nearestWord } from '../../core/text/nearest-word.ts'

/** What k6, Artillery, Locust, wrk and Prometheus call a thing, and what it is called here. */
const CALLED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  stages: ['phases'],
  steps: ['phases'],
  duration: ['for'],
  vus: ['users'],
  concurrency: ['connections', 'users'],
  rps: ['rate'],
  qps: ['rate'],
  arrivalrate: ['rate'],
  thresholds: ['sla'],
  slo: ['sla'],
  slos: ['sla'],
  objectives: ['sla'],
  thinktime: ['think'],
  pause: ['think'],
  warmup: ['measured'],
  body: ['json'],
  data: ['json'],
  payload: ['json'],
  url: ['path', 'target'],
  uri: ['path'],
  endpoint: ['path', 'url'],
  baseurl: ['url', 'target'],
  statuscode: ['status'],
  rulefile: ['rules'],
  rulefiles: ['rules'],
  interval: ['scrapeInterval'],
  metric: ['histogram'],
  labels: ['match'],
  verifytls: ['insecure'],
  cacert: ['ca'],
  cafile: ['ca'],
  rootca: ['ca'],
  certificate: ['cert'],
  certfile: ['cert'],
  privatekey: ['key'],
  keyfile: ['key'],
  sni: ['serverName'],
  servername: ['serverName'],
  tlsversion: ['minVersion'],
  unixsocket: ['socket'],
  socketpath: ['socket'],
  hostheader: ['host'],
  dns: ['addresses', 'everyAddress'],
  insecureskipverify: ['insecure'],
  start: ['from'],
  begin: ['from'],
  end: ['to'],
  target: ['to'],
  phase: ['during'],
  config: ['load'],
  scenarios: ['requests'],
}

export function keyMeant(key: string, known: readonly string[]): string | null {
  const plain = key.toLowerCase().replace(/[_-]/g, '')
  const called = Object.hasOwn(CALLED_ELSEWHERE, plain) ? CALLED_ELSEWHERE[plain] : undefined
  return called?.find((word) => known.includes(word)) ?? nearestWord(key.replace(/[_-]/g, ''), known) ?? null
}
