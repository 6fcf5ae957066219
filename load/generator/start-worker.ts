// A generator in a worker thread, as the main thread sees it.

import { Worker } from 'node:worker_threads'
import { compiledEntry } from '../../core/compiled-entry.ts'
import type { FromGenerator, ToGenerator } from './protocol.ts'

export interface GeneratorListener {
  onMessage(message: FromGenerator): void
  /** It will say nothing any more. */
  onGone(reason: string): void
}

export interface GeneratorLink {
  send(message: ToGenerator): void
  terminate(): Promise<void>
}

export type StartGenerator = (listener: GeneratorListener) => GeneratorLink

export const startGeneratorThread: StartGenerator = (listener) => {
  const worker = new Worker(compiledEntry(import.meta.url, './worker'))
  worker.on('message', (message: FromGenerator) => listener.onMessage(message))
  worker.on('messageerror', (error) => listener.onGone(`its message could not be read: ${error.message}`))
  worker.on('error', (error) => listener.onGone(error instanceof Error ? error.message : String(error)))
  worker.on('exit', (code) => listener.onGone(`it exited with code ${code}`))
  return {
    send: (message) => worker.postMessage(message),
    terminate: async () => {
      await worker.terminate()
    },
  }
}
