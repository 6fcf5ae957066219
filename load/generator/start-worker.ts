// Starts a generator in a worker thread. The link is the main thread's end of the protocol.

import { Worker } from 'node:worker_threads'
import { compiledEntry } from '../../core/compiled-entry.ts'
import type { FromGenerator, ToGenerator } from './protocol.ts'

export interface WorkerLinkListener {
  onMessage(message: FromGenerator): void
  /** The worker will send nothing more. */
  onExit(reason: string): void
}

export interface WorkerLink {
  send(message: ToGenerator): void
  terminate(): Promise<void>
}

export type StartWorker = (listener: WorkerLinkListener) => WorkerLink

export const startWorkerThread: StartWorker = (listener) => {
  const worker = new Worker(compiledEntry('load/generator/worker'))
  worker.on('message', (message: FromGenerator) => listener.onMessage(message))
  worker.on('messageerror', (error) => listener.onExit(`its message could not be read: ${error.message}`))
  worker.on('error', (error) => listener.onExit(error instanceof Error ? error.message : String(error)))
  worker.on('exit', (code) => listener.onExit(`it exited with code ${code}`))
  return {
    send: (message) => worker.postMessage(message),
    terminate: async () => {
      await worker.terminate()
    },
  }
}
