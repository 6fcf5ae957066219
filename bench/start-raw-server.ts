// The server of bench/fast-server.c where a C compiler is there, otherwise that of bench/raw-server.ts.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledEntry, packageRoot } from '../core/compiled-entry.ts'

export interface RawServer {
  readonly url: string
  readonly name: string
  readonly pid: number
  stop(): void
}

export interface RawServerOptions {
  readonly headers?: number
  readonly bodyBytes?: number
  /** What the command begins with: `taskset -c 1`. */
  readonly prefix?: readonly string[]
}

export async function startRawServer(options: RawServerOptions = {}): Promise<RawServer> {
  const { headers = 2, bodyBytes = 2, prefix = [] } = options
  const compiled = compiledFastServer()
  const server = compiled ? [compiled] : [process.execPath, compiledEntry('bench/raw-server')]
  const [program = '', ...rest] = [...prefix, ...server, `${headers}`, `${bodyBytes}`]
  const child: ChildProcess = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
  return {
    url: `http://127.0.0.1:${String(port).trim()}`,
    name: compiled ? 'a server in C' : 'a server in Node',
    pid: child.pid as number,
    stop: () => {
      child.kill()
    },
  }
}

let fastServer: string | null | undefined

/** The program; null where it cannot be compiled. */
function compiledFastServer(): string | null {
  if (fastServer !== undefined) return fastServer
  const program = join(mkdtempSync(join(tmpdir(), 'sla-harness-bench-')), 'fast-server')
  try {
    execFileSync('cc', ['-O2', '-o', program, join(packageRoot, 'bench', 'fast-server.c')])
    fastServer = program
  } catch {
    fastServer = null
  }
  return fastServer
}
