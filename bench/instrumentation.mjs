// What instrumenting a service costs it: bare Express and Fastify, ours, and the usual middlewares, as ratios in one run.
//
//   npm run build && node bench/instrumentation.mjs [rounds, default 5] [seconds, default 3]
//
// The middlewares are nobody's dependency but this script's: it installs them into a temporary folder, with the frameworks
// and prom-client. Each service answers a small JSON on a route with a parameter, in a process of its own on one core; the
// generator has the other. All take turns within a round, and the ratios of a round are its own: medians of them are shown.
// CPU time an answer is the figure to read: a neighbour takes less of it than of the rate.

import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

const PACKAGES = [
  'express@5',
  'fastify@5',
  'prom-client@15',
  'express-prom-bundle@8',
  'prometheus-api-metrics@4',
  'fastify-metrics@13',
]
const SERVICES = {
  Express: ['bare', 'sla-harness/express', 'express-prom-bundle', 'prometheus-api-metrics'],
  Fastify: ['bare', 'sla-harness/fastify', 'fastify-metrics'],
}
const CONNECTIONS = 20
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.225, 0.27, 0.3, 0.33, 0.375, 0.45, 0.6, 1, 1.2, 2.5, 5, 10]

/** Runs in the temporary folder, where the packages are. */
const SERVICE = `
const [framework, instrumentation] = process.argv.slice(1)
const body = { prediction: 0.5, latencySeconds: 0 }
const buckets = ${JSON.stringify(BUCKETS)}
const spent = () => JSON.stringify(process.cpuUsage())
if (framework === 'Express') {
  const { default: express } = await import('express')
  const app = express().set('etag', false)
  if (instrumentation === 'sla-harness/express') {
    const { expressLatency } = await import('./express.mjs')
    app.use(expressLatency({ thresholdSeconds: 0.3, boundsSeconds: buckets }).middleware)
  }
  if (instrumentation === 'express-prom-bundle') {
    const { default: bundle } = await import('express-prom-bundle')
    app.use(bundle({ includeMethod: true, includePath: true, includeStatusCode: true, buckets }))
  }
  if (instrumentation === 'prometheus-api-metrics') {
    const { createRequire } = await import('node:module')
    const apiMetrics = createRequire(process.cwd() + '/services.cjs')('prometheus-api-metrics')
    app.use(apiMetrics({ durationBuckets: buckets }))
  }
  app.get('/cpu', (_, response) => response.send(spent()))
  app.get('/users/:id', (_, response) => response.json(body))
  const server = app.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port)))
} else {
  const { default: Fastify } = await import('fastify')
  const app = Fastify()
  if (instrumentation === 'sla-harness/fastify') {
    const { fastifyLatency } = await import('./fastify.mjs')
    await app.register(fastifyLatency, { thresholdSeconds: 0.3, boundsSeconds: buckets })
  }
  if (instrumentation === 'fastify-metrics') {
    const { default: metrics } = await import('fastify-metrics')
    await app.register(metrics.default ?? metrics, {
      defaultMetrics: { enabled: false },
      routeMetrics: { overrides: { histogram: { buckets } }, enabled: { summary: false } },
    })
  }
  app.get('/cpu', async () => spent())
  app.get('/users/:id', async () => body)
  await app.listen({ port: 0, host: '127.0.0.1' })
  process.stdout.write(String(app.server.address().port))
}
`

const [rounds = 5, seconds = 3] = process.argv.slice(2).map(Number)
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sla-harness-instrumentation-'))
const running = []
try {
  // prometheus-api-metrics wants to be required, by a package with a name.
  writeFileSync(join(folder, 'package.json'), '{"name":"services","version":"1.0.0"}')
  execFileSync('npm', ['install', '--prefix', folder, '--silent', '--no-audit', '--no-fund', ...PACKAGES])
  for (const name of ['express', 'fastify'])
    copyFileSync(join(root, 'dist', 'instrumentation', `${name}.js`), join(folder, `${name}.mjs`))
  process.stdout.write(`${platform()} ${arch()}, Node ${process.version}, ${cpus().length} cores, `)
  process.stdout.write(`${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s\n`)
  execFileSync('taskset', ['-p', '-c', '0', String(process.pid)])
  for (const [framework, names] of Object.entries(SERVICES)) await compare(framework, names)
} finally {
  for (const service of running) service.kill()
  rmSync(folder, { recursive: true })
}

async function compare(framework, names) {
  const services = []
  for (const name of names) services.push({ name, port: await start(framework, name), rounds: [] })
  for (const { port } of services) await measured(port, 1)
  for (let round = 0; round < rounds; round++)
    for (const service of services) service.rounds.push(await measured(service.port, seconds))
  const [bare] = services
  process.stdout.write(`\n${framework.padEnd(24)}requests/s   × bare   CPU µs/answer   more than bare\n`)
  for (const { name, rounds } of services) {
    const ratio = median(rounds.map(({ rate }, i) => rate / bare.rounds[i].rate))
    const more = median(rounds.map(({ cpu }, i) => cpu - bare.rounds[i].cpu))
    const shown = [
      median(rounds.map(({ rate }) => rate))
        .toFixed(0)
        .padStart(10),
      ratio.toFixed(2).padStart(9),
    ]
    shown.push(
      median(rounds.map(({ cpu }) => cpu))
        .toFixed(1)
        .padStart(16),
      `${more.toFixed(1)} µs`.padStart(17),
    )
    process.stdout.write(`${name.padEnd(24)}${shown.join('')}\n`)
  }
}

async function start(framework, name) {
  const args = ['-c', '1', process.execPath, '--input-type=module', '-e', SERVICE, framework, name]
  const service = spawn('taskset', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(service)
  const port = await new Promise((resolve, reject) => {
    service.stdout.once('data', (data) => resolve(Number(data)))
    service.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
  return port
}

/** Requests a second, and microseconds of CPU time an answer. */
async function measured(port, duration) {
  const base = `http://127.0.0.1:${port}`
  const cpu = async () => {
    const { user, system } = await (await fetch(`${base}/cpu`)).json()
    return user + system
  }
  const before = await cpu()
  const result = await autocannon({ url: `${base}/users/42`, connections: CONNECTIONS, duration })
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`)
  return { rate: result.requests.total / duration, cpu: ((await cpu()) - before) / result.requests.total }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
