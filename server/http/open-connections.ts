// A server's connections, each with the number of its unanswered requests, so that the server can close without cutting
// a response off. Node's own list does not suffice: it counts a connection that never sent a byte as active, so its
// close() would wait for ever for the idle connections of a generator.

import type { Server } from 'node:http'
import type { Socket } from 'node:net'

export class OpenConnections {
  readonly #unanswered = new Map<Socket, number>()
  #closing = false

  constructor(server: Server) {
    server.on('connection', (socket) => {
      // Each request on a pipelined connection listens for its end.
      socket.setMaxListeners(0)
      this.#unanswered.set(socket, 0)
      socket.once('close', () => this.#unanswered.delete(socket))
    })
    server.on('request', ({ socket }, response) => {
      this.#count(socket, +1)
      response.once('close', () => this.#count(socket, -1))
    })
  }

  /** Ends every connection as soon as it waits for no answer. */
  closeWhenAnswered(): void {
    this.#closing = true
    for (const [socket, requests] of this.#unanswered) if (requests === 0) socket.destroy()
  }

  cutAll(): void {
    for (const socket of this.#unanswered.keys()) socket.destroy()
  }

  #count(socket: Socket, change: number): void {
    const before = this.#unanswered.get(socket)
    if (before === undefined) return
    this.#unanswered.set(socket, before + change)
    if (this.#closing && before + change === 0) socket.destroySoon()
  }
}
