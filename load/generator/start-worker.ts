// Starts a generator in a worker thread. The link is the main thread's end of the protocol.

import { Worker } from 'node:worker_threads'
import { compiledEntry } from '../../core/compiled-entry.ts'
import type { GeneratorMachine } from '../../core/run/generators/generator-facts.ts'
import type { FromGenerator, ToGenerator } from './protocol.ts'

export interface WorkerLinkListener {
  onMessage(message: FromGenerator): void
  /** The worker will send nothing more. */
  onExit(reason: string): void
}

export interface WorkerLink {
  /** Where its generator runs, as it is known by now; absent of a thread of this process. */
  machine?(): GeneratorMachine
  send(message: ToGenerator): void
  terminate(): Promise<void>
}

export type StartWorker = (listener: WorkerLinkListener) => WorkerLink

export const startWorkerThread: StartWorker = (listener) => new WorkerThread().link(listener)

/** Threads that start before their task is known: what a run needs beside them is prepared meanwhile. */
export class SpareWorkers {
  readonly #all: readonly WorkerThread[]
  readonly #idle: WorkerThread[]

  constructor(count: number) {
    this.#all = Array.from({ length: count }, () => new WorkerThread())
    this.#idle = [...this.#all]
  }

  /** Takes a spare one while there is one. */
  readonly start: StartWorker = (listener) => (this.#idle.shift() ?? new WorkerThread()).link(listener)

  /** When it resolves, none of them is left, whether it was taken or not. */
  async terminate(): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.terminate()))
  }
}

class WorkerThread {
  readonly #worker = new Worker(compiledEntry('load/generator/worker'))
  #listener: WorkerLinkListener | undefined
  /** Why it ended before anybody listened. */
  #ended: string | undefined

  constructor() {
    this.#worker.on('message', (message: FromGenerator) => this.#listener?.onMessage(message))
    this.#worker.on('messageerror', (error) => this.#end(`its message could not be read: ${error.message}`))
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error.message : String(error)))
    this.#worker.on('exit', (code) => this.#end(`it exited with code ${code}`))
  }

  link(listener: WorkerLinkListener): WorkerLink {
    this.#listener = listener
    const ended = this.#ended
    if (ended !== undefined) queueMicrotask(() => listener.onExit(ended))
    return { send: (message) => this.#worker.postMessage(message), terminate: () => this.terminate() }
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }

  #end(reason: string): void {
    this.#ended ??= reason
    this.#listener?.onExit(reason)
  }
}
