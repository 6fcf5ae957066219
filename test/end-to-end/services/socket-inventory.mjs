// A service that only its own machine reaches: it listens on a unix domain socket, metrics included.
// Usage: node socket-inventory.mjs SOCKET    Prints a line when it listens.

import { createServer } from 'node:http'
import { Histogram, Registry } from 'prom-client'

const [socket] = process.argv.slice(2)
const registry = new Registry()
const duration = new Histogram({
  name: 'inventory_request_seconds',
  help: 'Request latency',
  labelNames: ['operation'],
  registers: [registry],
})

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://inventory')
  if (pathname === '/metrics') {
    response.setHeader('content-type', registry.contentType)
    return response.end(await registry.metrics())
  }
  const operation = `${request.method} ${pathname.split('/')[1]}`
  const end = duration.startTimer({ operation })
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  setTimeout(() => {
    end()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ host: request.headers.host, pathname, bytes: Buffer.concat(chunks).length }))
  }, 5)
})
server.listen(socket, () => process.stdout.write('listening\n'))
