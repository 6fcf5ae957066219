// Starts a generator in a worker thread. The link is the main thread's end of the protocol.

import { Worker } from 'node:worker_threads'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { askToEnd, endThread } from '../../core/end-thread.ts'
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
  /** Nothing more is wanted of it. Resolves when its thread is gone, or when whoever started it sees to that. */
  terminate(): Promise<void>
}

export type StartWorker = (listener: WorkerLinkListener) => WorkerLink

export const startWorkerThread: StartWorker = (listener) => {
  const thread = new WorkerThread()
  return thread.link(listener, () => thread.terminate())
}

/** Threads that start before their task is known: what a run needs beside them is prepared meanwhile. */
export class SpareWorkers {
  readonly #all: WorkerThread[] = []
  readonly #idle: WorkerThread[]

  constructor(count: number) {
    this.#idle = Array.from({ length: count }, () => this.#add())
  }

  /** Takes a spare one while there is one. Its link has it end, but does not wait for one that hangs: `terminate` does. */
  readonly start: StartWorker = (listener) => {
    const thread = this.#idle.shift() ?? this.#add()
    return thread.link(listener, async () => thread.end())
  }

  /** Has all of them end, whether they were taken or not. */
  end(): void {
    for (const thread of this.#all) thread.end()
  }

  /** When it resolves, none of them is left. */
  async terminate(): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.terminate()))
  }

  #add(): WorkerThread {
    const thread = new WorkerThread()
    this.#all.push(thread)
    return thread
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

  link(listener: WorkerLinkListener, terminate: WorkerLink['terminate']): WorkerLink {
    this.#listener = listener
    const ended = this.#ended
    if (ended !== undefined) queueMicrotask(() => listener.onExit(ended))
    return { send: (message) => this.#worker.postMessage(message), terminate }
  }

  end(): void {
    askToEnd(this.#worker)
  }

  terminate(): Promise<void> {
    return endThread(this.#worker)
  }

  #end(reason: string): void {
    this.#ended ??= reason
    this.#listener?.onExit(reason)
  }
}
