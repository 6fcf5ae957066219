import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { compiledEntry } from '../core/compiled-entry.ts'

export interface RawServer {
  readonly url: string
  stop(): void
}

export async function startRawServer(): Promise<RawServer> {
  const entry = compiledEntry('bench/raw-server')
  const child: ChildProcess = spawn(process.execPath, [entry], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
  return {
    url: `http://127.0.0.1:${String(port).trim()}`,
    stop: () => {
      child.kill()
    },
  }
}
