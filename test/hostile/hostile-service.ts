// A service that answers each path in one of the hostile ways, and counts the requests that it got.

import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { HostileAnswer } from './hostile-answers.ts'

export interface HostileService {
  readonly url: string
  /** By the name of the answer. */
  readonly requests: ReadonlyMap<string, number>
  close(): Promise<void>
}

export async function hostileService(answers: readonly HostileAnswer[]): Promise<HostileService> {
  const requests = new Map<string, number>()
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    let read = ''
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => {
      read += chunk.toString('latin1')
      for (let end = read.indexOf('\r\n\r\n'); end >= 0; end = read.indexOf('\r\n\r\n')) {
        const name = read.split(' ')[1]?.slice(1) ?? ''
        read = read.slice(end + 4)
        requests.set(name, (requests.get(name) ?? 0) + 1)
        void answers.find((answer) => answer.name === name)?.answer(socket)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
