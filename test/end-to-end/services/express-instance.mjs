// One instance of a service that has several behind a proxy: its API, and its own metrics beside it.
// Usage: node express-instance.mjs NAME DELAY_MS    Prints its port.

import express from 'express'
import { collectDefaultMetrics, Histogram, register } from 'prom-client'

const [name, delayMs] = process.argv.slice(2)
collectDefaultMetrics()
const duration = new Histogram({
  name: 'http_server_duration_seconds',
  help: 'Duration of requests',
  labelNames: ['route', 'status_code'],
  buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
})

const app = express()
app.disable('x-powered-by')
app.get('/metrics', async (_request, response) => {
  response.set('content-type', register.contentType).send(await register.metrics())
})
app.use((request, response, next) => {
  const end = duration.startTimer()
  response.on('finish', () => end({ route: request.route?.path ?? 'unknown', status_code: response.statusCode }))
  next()
})
app.get('/ready', (_request, response) => response.send('ready'))
app.get('/items/:id', (request, response) => {
  setTimeout(() => response.json({ id: request.params.id, servedBy: name }), Number(delayMs))
})
app.head('/items/:id', (_request, response) => response.end())
app.delete('/items/:id', (_request, response) => response.status(204).end())

const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
