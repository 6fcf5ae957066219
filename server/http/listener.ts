// One HTTP port: opened with an error that a user understands, closed without cutting an answer off.

import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UserError } from '../../core/user-error.ts'
import { OpenConnections } from './open-connections.ts'
import { PortTakenError } from './port-taken-error.ts'

/** Beyond this many connections waiting to be accepted the kernel drops them, and a client retries after a second. */
const BACKLOG = 4096

export interface Listener {
  readonly url: string
  /** Accepts nothing more, lets requests in flight finish for that long, then cuts what is left. */
  close(graceSeconds: number): Promise<void>
}

export interface ListenAddress {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** What the port is for, as people call it. */
  readonly purpose: string
}

/** @throws UserError where the address cannot be listened on */
export async function listen(address: ListenAddress, handler: RequestListener): Promise<Listener> {
  // No deadlines. A generator opens its connections before it needs them and may leave one idle for longer than a run;
  // Node would answer 408 on a connection that never sent a byte once its headers' deadline has passed.
  const server = createServer({ keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 })
  const connections = new OpenConnections(server)
  server.on('request', handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, address)))
    server.listen(address.port, address.host, BACKLOG, resolve)
  })
  // For example out of file descriptors: the connection is lost, the server goes on.
  server.on('error', (error) => process.stderr.write(`${error.message}\n`))
  return {
    url: urlOf(address.host, (server.address() as AddressInfo).port),
    close: (graceSeconds) => closeGracefully(server, connections, graceSeconds),
  }
}

async function closeGracefully(server: Server, connections: OpenConnections, graceSeconds: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  connections.closeWhenAnswered()
  const deadline = setTimeout(() => connections.cutAll(), graceSeconds * 1e3)
  await closed
  clearTimeout(deadline)
}

/** A wildcard address can be listened on but not connected to: it becomes loopback. */
function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function listenError(error: NodeJS.ErrnoException, { host, port, purpose }: ListenAddress): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new PortTakenError(
        `port ${port} on ${host} is taken: stop what listens there, or choose another port for ${purpose}`,
        port,
        { cause: error },
      )
    case 'EACCES':
      return new UserError(`port ${port} on ${host} is reserved: choose a port above 1023 for ${purpose}`, {
        cause: error,
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new UserError(`${host} is not an address of this machine: choose another host for ${purpose}`, {
        cause: error,
      })
    default:
      return error
  }
}
