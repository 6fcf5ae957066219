// A service on a host of its own that writes down, by its own clock, when each request came and from whom. An answer takes
// as many milliseconds as its path says (/30/17 is answered after 30 ms), and is counted in a histogram.

import { readFileSync } from 'node:fs'

export const SERVICE_PORT = 8080

/** To be run by `node -e`, with the file that arrivals are written to as its argument. Says `ready` on stderr. */
export const ARRIVALS_SERVICE = `
const [file] = process.argv.slice(1)
const { appendFileSync } = require('node:fs')
const bounds = ['0.01', '0.025', '0.05', '0.1', '1', '+Inf']
const counts = bounds.map(() => 0)
let sum = 0
const page = () => [
  '# TYPE http_request_duration_seconds histogram',
  ...bounds.map((le, i) => 'http_request_duration_seconds_bucket{le="' + le + '"} ' + counts[i]),
  'http_request_duration_seconds_sum ' + sum,
  'http_request_duration_seconds_count ' + counts.at(-1),
  '',
].join('\\n')
require('node:http').createServer((request, answer) => {
  const came = process.hrtime.bigint()
  if (request.url === '/metrics') return void answer.end(page())
  appendFileSync(file, [request.url, request.socket.remoteAddress, Number(came) / 1e9].join(' ') + '\\n')
  setTimeout(() => {
    const took = Number(process.hrtime.bigint() - came) / 1e9
    bounds.forEach((le, i) => { if (took <= (le === '+Inf' ? Infinity : Number(le))) counts[i]++ })
    sum += took
    answer.end('ok')
  }, Number(request.url.split('/')[1]))
}).listen(${SERVICE_PORT}, () => console.error('ready'))`

export interface Arrival {
  readonly path: string
  /** Of the host that sent it. */
  readonly address: string
  /** On the service's monotonic clock. */
  readonly atSeconds: number
}

/** In the order in which they came. */
export function readArrivals(file: string): Arrival[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => {
    const [path = '', address = '', atSeconds] = line.split(' ')
    return { path, address: address.replace('::ffff:', ''), atSeconds: Number(atSeconds) }
  })
}
