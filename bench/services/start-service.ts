// Services to send requests to, in processes of their own on the core for services: bench/reference/fast-server.c where a
// C compiler is there, otherwise bench/raw-server.ts, and nginx where it is installed.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { pinned, SERVICE_CORE } from '../machine/programs.ts'
import { referenceProgram } from './reference-programs.ts'

export interface Service {
  readonly name: string
  readonly port: number
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

export interface ServiceShape {
  readonly headers?: number
  readonly bodyBytes?: number
  /** Between a request and its answer, for all at the same time. */
  readonly delaySeconds?: number
  /** Requests a second that its one worker can do. */
  readonly capacity?: number
  /** Whether it keeps to the microsecond, at the price of a core. */
  readonly spins?: boolean
}

/** @throws Error if the shape needs the server in C and there is no compiler */
export async function startService(shape: ServiceShape = {}): Promise<Service> {
  const { headers = 3, bodyBytes = 2, delaySeconds = 0, capacity, spins = false } = shape
  const fast = referenceProgram('fast-server')
  if (!fast && (delaySeconds > 0 || capacity !== undefined)) throw new Error('a service of known speed needs `cc`')
  const intervalMicroseconds = capacity === undefined ? 0 : 1e6 / capacity
  const timing = [delaySeconds * 1e6, intervalMicroseconds, spins ? 'spin' : 'sleep']
  const program = fast ? [fast] : [process.execPath, compiledEntry('bench/raw-server')]
  const command = pinned(SERVICE_CORE, [...program, headers, bodyBytes, ...(fast ? timing : [])].map(String))
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = await once(child.stdout, 'data')
  return service(fast ? 'a server in C' : 'a server in Node', Number(String(port)), child, () => ended(child))
}

/** With nginx's own five headers and an answer from memory. */
export async function startNginx(): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'sla-harness-nginx-'))
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  await writeFile(file, nginxConfiguration(folder, port))
  const command = pinned(SERVICE_CORE, ['nginx', '-p', folder, '-e', 'error.log', '-c', file])
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] })
  const stop = async () => {
    await ended(child)
    await rm(folder, { recursive: true, force: true })
  }
  const started = service('nginx', port, child, stop)
  await answering(started.url)
  return started
}

function service(name: string, port: number, { pid = 0 }: ChildProcess, stop: () => Promise<void>): Service {
  return { name, port, pid, url: `http://127.0.0.1:${port}/`, stop }
}

function nginxConfiguration(folder: string, port: number): string {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder};`)
  return `daemon off; worker_processes 1; pid ${folder}/nginx.pid; events { worker_connections 8192; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_timeout 1h; ${scratch.join(' ')}
  server { listen 127.0.0.1:${port} backlog=4096; location / { default_type text/plain; return 200 "ok"; } }
}
`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return address.port
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${url} does not answer`)
}

async function ended(child: ChildProcess): Promise<void> {
  const hasEnded = child.exitCode !== null || child.signalCode !== null
  const exit = hasEnded ? Promise.resolve() : once(child, 'exit')
  child.kill()
  await exit
}
