// The options of a run. The library takes them as they stand; the command line fills them from its flags.

import type { Environment } from '../../core/environment.ts'
import type { LiveDisplay } from '../../core/run/live-display.ts'
import type { EngineChoice } from '../../core/scenario/load-engine.ts'
import type { TimerChoice } from '../../core/scenario/timer-mode.ts'
import type { JUnitPolicy } from '../../reports/junit/junit.ts'
import type { LayoutRequest } from '../layouts/compare-evidence.ts'

/** Who scrapes the service and evaluates the rules. */
export type PrometheusChoice =
  | { readonly kind: 'embedded' }
  /** A real Prometheus and Alertmanager, started for this run. */
  | { readonly kind: 'local' }
  /** A Prometheus-compatible API that scrapes the service already: the part of its URL before /api/v1. */
  | { readonly kind: 'remote'; readonly url: string }

/** The least and the most that these options may be. */
export const LIMITS = { seed: [0, 2 ** 32 - 1], workers: [1, 64], generators: [1, 1000], repeat: [1, 1000] } as const

export interface RunOptions {
  /** The folder that names and relative paths are looked up from. Default: the working directory. */
  readonly cwd?: string | undefined
  /** Sends the traffic to this service instead. */
  readonly target?: string | undefined
  /** Scrapes this endpoint of the target instead. */
  readonly metrics?: string | undefined
  /** The bucket layout of the bundled server. */
  readonly layout?: string | undefined
  /** The seed of arrivals, latencies and faults. Default: the scenario's. */
  readonly seed?: number | undefined
  /** What opens connections and reads responses. Default: the scenario's. */
  readonly engine?: EngineChoice | undefined
  /** How the generators wait for the next arrival. Default: the scenario's. */
  readonly timers?: TimerChoice | undefined
  /** Generator threads. Default: 1. */
  readonly workers?: number | undefined
  /** Sends the load from so many generators outside this process. Default: from threads of this process. */
  readonly generators?: number | undefined
  /** The broker that they join: `nats://host:4222`. Default: they are processes of this machine, with a broker of their own. */
  readonly join?: string | undefined
  /** The name under which generators wait for this run. Default: a new one, for which those come that wait for any. */
  readonly run?: string | undefined
  /** Runs the scenario several times with a fresh server each, and judges all runs together. Default: 1. */
  readonly repeat?: number | undefined
  /** An earlier run to judge against: its folder or report.json. */
  readonly baseline?: string | undefined
  /** How much slower than the baseline a quantile may be, as a fraction. Default: 0.1. */
  readonly margin?: number | undefined
  /** Ends a run early, this long after it is clear that it fails. Default: every run goes on to its end. */
  readonly abortGraceSeconds?: number | undefined
  /** Hosts that may be sent load beside this machine and those that the scenario names: `shop.example:8443`, `*.shop.example`. */
  readonly allowHosts?: readonly string[] | undefined
  /** Whether one request of each kind and one scrape are tried before the load. Default: true. */
  readonly preflight?: boolean | undefined
  /** Who scrapes and evaluates the rules. Default: the embedded evaluator. */
  readonly prometheus?: PrometheusChoice | undefined
  /** The bucket layouts to compare on the run. Default: those of the scenario's `layouts`. */
  readonly layouts?: LayoutRequest | undefined
  /** The folder to write the report and its files to. Default: see `runs`. */
  readonly out?: string | undefined
  /** Where `out` is not given: a folder of runs, in which the run gets `<scenario>/<UTC time>`. Default: writes nothing. */
  readonly runs?: string | undefined
  /** What junit.xml makes of an inconclusive finding. Default: skipped. */
  readonly junit?: JUnitPolicy | undefined
  /** Aborted: the run stops, and what was measured until then is judged. */
  readonly signal?: AbortSignal | undefined
  /** Shows the run while it is on, about once a second. Default: nothing does. */
  readonly display?: LiveDisplay | undefined
  /** What `${NAME}` in a scenario refers to. Default: this process's environment. */
  readonly environment?: Environment | undefined
  /** The command that runs the same again, for the report. Default: `npx sla-harness scenario <file> --seed <seed>`, as the package is called here. */
  readonly replay?: ((seed: number, repeat: number) => string) | undefined
}
