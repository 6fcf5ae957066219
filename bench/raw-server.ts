// The fastest HTTP server that fits a page: one fixed answer, no parsing to speak of. A process of its own.
// Prints its port, ends with its standard input. Usage: raw-server.js [headers] [bytes of the body]

import { type AddressInfo, createServer } from 'node:net'

const [headers = 2, bodyBytes = 2] = process.argv.slice(2).map(Number)
const lines = ['HTTP/1.1 200 OK', 'Content-Type: text/plain', `Content-Length: ${bodyBytes}`]
for (let i = 2; i < headers; i++) lines.push(`X-Header-${i}: a value of the usual length ${i}`)
const ANSWER = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${'k'.repeat(bodyBytes)}`)
const HEAD_END = Buffer.from('\r\n\r\n')

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    for (let at = chunk.indexOf(HEAD_END); at >= 0; at = chunk.indexOf(HEAD_END, at + 4)) socket.write(ANSWER)
  })
})

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
process.stdin.on('end', () => process.exit(0)).resume()
