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
  /** The run is over: when it resolves, nothing of it is left. */
  terminate(): Promise<void>
}

/** Generators outside this process, for one run after the other. */
export interface GeneratorSession {
  /** @param runSeconds how long the run takes @param description kept by the broker with its results */
  begin(runSeconds: number, description: RunDescription): Promise<RunGenerators>
  /** When it resolves, nothing that was started for it is left. */
  close(): Promise<void>
}

/** Threads that start at once: what a run needs beside them is prepared meanwhile. */
export function threadGenerators(count: number): RunGenerators {
  const spare = new SpareWorkers(count)
  return { links: threadLinks(spare.start), terminate: () => spare.terminate() }
}
