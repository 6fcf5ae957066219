// What whoever begins with a service may say about it; what is absent is found out, asked for, or proposed.

import type { Environment } from '../../core/environment.ts'

export interface InitOptions {
  /** The folder that relative paths are looked up from; the root of the project. */
  readonly cwd: string
  readonly environment: Environment
  readonly signal: AbortSignal
  /** A file with traffic, or a curl command; null to find out by the metrics what is sent. */
  readonly from: string | null
  /** The service; a path or a query of it is what is asked for, or the base path of `paths` and `from`. */
  readonly url: string | null
  /** Its pages of metrics; empty to look for one. */
  readonly metrics: readonly string[]
  readonly histogram: string | null
  /** What is asked for with GET; empty to take what the metrics show. */
  readonly paths: readonly string[]
  /** Of the latency objective. */
  readonly limitSeconds: number | null
  /** Requests a second. */
  readonly rate: number | null
  /** Of the measured phase. */
  readonly seconds: number | null
  readonly name: string | null
  /** The folder that the scenario is written to. */
  readonly out: string
  readonly force: boolean
  /** Whether a job for CI is written. */
  readonly ci: boolean
  /** The name of the variable with the token of the metrics. */
  readonly metricsToken: string | null
  readonly insecure: boolean
  readonly ca: string | null
  readonly socket: string | null
  /** Between the two looks at the metrics. */
  readonly observeSeconds: number
  /** Null where nobody is asked. */
  readonly asker: Asker | null
  /** Told what is being done. */
  readonly note: (sentence: string) => void
}

/** Somebody at a terminal, who may end it all with Ctrl-C: whatever is thrown then ends the command. */
export interface Asker {
  text(question: TextQuestion): Promise<string>
  choose(question: ChoiceQuestion): Promise<string>
}

export interface TextQuestion {
  readonly message: string
  readonly initial: string
  /** What is wrong with an answer; null where nothing is. */
  mistakeIn(answer: string): string | null
}

export interface ChoiceQuestion {
  readonly message: string
  readonly choices: readonly { readonly value: string; readonly label: string; readonly hint?: string }[]
  readonly initial: string
}
