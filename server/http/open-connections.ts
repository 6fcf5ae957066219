// A server's connections, and how many requests each still waits to have answered, so that the server can be closed
// without cutting an answer off. Node's own list does not do: it counts a connection that never sent a byte as active,
// and its close() would wait for a generator's idle ones for ever.

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
