// A bank behind HTTPS: a login that hands out tokens which expire, accounts for those who bring one, and a histogram in
// milliseconds on a metrics page that wants a token of its own.
// Usage: node fastify-bank.mjs KEY CERT    Prints its port. BANK_METRICS_TOKEN, BANK_PASSWORD, BANK_TOKEN_SECONDS.

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import { Histogram, Registry } from 'prom-client'

const [key, cert] = process.argv.slice(2)
const { BANK_METRICS_TOKEN, BANK_PASSWORD, BANK_TOKEN_SECONDS = '3600' } = process.env
const lifetimeSeconds = Number(BANK_TOKEN_SECONDS)
const registry = new Registry()
const duration = new Histogram({
  name: 'http_request_duration_ms',
  help: 'Duration of HTTP requests in ms',
  labelNames: ['method', 'route', 'code'],
  buckets: [1, 5, 15, 50, 100, 200, 300, 400, 500],
  registers: [registry],
})
const expiryByToken = new Map()
const balances = new Map([
  ['DE89 3704/0044', 1200.5],
  ['ÅLAND-7', 3],
])

const fastify = Fastify({ https: { key: readFileSync(key), cert: readFileSync(cert) } })

fastify.addHook('onResponse', async (request, reply) => {
  const route = request.routeOptions.url ?? 'unknown'
  if (route !== '/metrics') duration.labels(request.method, route, String(reply.statusCode)).observe(reply.elapsedTime)
})

fastify.decorate('authenticate', async (request, reply) => {
  const token = request.headers.authorization?.replace(/^Bearer /, '')
  if ((expiryByToken.get(token) ?? 0) < Date.now()) return reply.code(401).send({ error: 'token expired' })
})

fastify.get('/health', async () => ({ status: 'ok' }))

fastify.post('/login', async (request, reply) => {
  if (request.body?.password !== BANK_PASSWORD) return reply.code(403).send({ error: 'wrong password' })
  const token = randomUUID()
  expiryByToken.set(token, Date.now() + lifetimeSeconds * 1000)
  return { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds }
})

fastify.get('/accounts/:iban', { preHandler: fastify.authenticate }, async (request, reply) => {
  const balance = balances.get(request.params.iban)
  if (balance === undefined) return reply.code(404).send({ error: 'no such account' })
  await new Promise((resolve) => setTimeout(resolve, 8))
  return { iban: request.params.iban, balance, currency: 'EUR' }
})

fastify.post('/transfers', { preHandler: fastify.authenticate }, async (request, reply) => {
  const { from, amount, reference } = request.body
  if (!balances.has(from) || !Number.isInteger(amount)) return reply.code(422).send({ error: 'not a transfer' })
  await new Promise((resolve) => setTimeout(resolve, 25))
  return reply.code(201).send({ id: randomUUID(), from, amount, reference })
})

fastify.get('/metrics', async (request, reply) => {
  if (request.headers.authorization !== `Bearer ${BANK_METRICS_TOKEN}`) return reply.code(401).send()
  return reply.type(registry.contentType).send(await registry.metrics())
})

await fastify.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`${fastify.server.address().port}\n`)
