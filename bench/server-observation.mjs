// How far the server's observation (read when response.end returns) lies from the two other instants one could take:
// just before end, and Node's `finish` event. Run after a build: node bench/server-observation.mjs

import { createServer } from 'node:http'
import { arch, cpus, platform } from 'node:os'
import autocannon from 'autocannon'
import { startStopwatch } from '../dist/development/stopwatch.js'

const REQUESTS = 20_000
const CONNECTIONS = 20
const BODY = JSON.stringify({ prediction: 0.5, latencySeconds: 0 })

const sinceBefore = []
const untilFinish = []

const server = createServer((request, response) => {
  const startedMs = performance.now()
  let beforeMs = 0
  let observedMs = 0
  startStopwatch(request, response, {
    arrived() {},
    ended(seconds) {
      observedMs = startedMs + seconds * 1e3
      sinceBefore.push(observedMs - beforeMs)
    },
  })
  response.once('finish', () => untilFinish.push(performance.now() - observedMs))
  beforeMs = performance.now()
  response.end(BODY)
})

server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`
  await autocannon({ url, connections: CONNECTIONS, amount: REQUESTS })
  server.close()
  process.stdout.write(
    `${platform()} ${arch()}, Node ${process.version}, ${cpus().length} cores, ${REQUESTS} requests\n`,
  )
  report('before end → observed', sinceBefore)
  report('observed → finish    ', untilFinish)
})

function report(what, milliseconds) {
  const sorted = Float64Array.from(milliseconds).sort()
  const microseconds = (quantile) => (sorted[Math.ceil(quantile * sorted.length) - 1] * 1e3).toFixed(1)
  process.stdout.write(`${what}  P50 ${microseconds(0.5)} µs, P99 ${microseconds(0.99)} µs, n ${sorted.length}\n`)
}
