// The generators of one run, wherever they are.

import type { RunDescription } from '../../core/run/generators/run-description.ts'
import { type GeneratorLinks, threadLinks } from '../../load/generator/generator-links.ts'
import { SpareWorkers } from '../../load/generator/start-worker.ts'

/** Which generators are to send the load, where they are no threads of this process. */
export interface GeneratorChoice {
  readonly count: number
  /** The address of a broker; null for one of its own. */
  readonly join: string | null
  /** By what name generators know the run; null for any. */
  readonly run: string | null
}

export interface RunGenerators {
  readonly links: GeneratorLinks
  /** The run is over: nothing more is wanted of them. */
  end(): Promise<void>
}

/** Generators for one run after the other. */
export interface GeneratorSession {
  /** @param runSeconds how long the run takes @param describe what a broker keeps with its results, where there is one */
  begin(runSeconds: number, describe: () => Promise<RunDescription>): Promise<RunGenerators>
  /** When it resolves, nothing that was started for it is left. To be called once the runs are kept: see ThreadSession. */
  close(): Promise<void>
}

/**
 * Generators that are threads of this process. They start at once: what a run needs beside them is prepared meanwhile. A thread
 * that hangs is terminated when the session is closed and not before, because Node may abort the process then.
 */
export class ThreadSession implements GeneratorSession {
  readonly #count: number
  readonly #begun: SpareWorkers[] = []

  constructor(count: number) {
    this.#count = count
  }

  async begin(): Promise<RunGenerators> {
    const spare = new SpareWorkers(this.#count)
    this.#begun.push(spare)
    return { links: threadLinks(spare.start), end: async () => spare.end() }
  }

  async close(): Promise<void> {
    await Promise.all(this.#begun.map((spare) => spare.terminate()))
  }
}
