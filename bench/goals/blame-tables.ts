// Verdicts against the truth, in tables.

import type { Verdict } from '../../core/report/worst-verdict.ts'
import { table } from '../results/section.ts'
import type { ServiceShape } from '../services/start-service.ts'

export interface KnownService {
  readonly name: string
  /** Whether it cannot meet its objective, by construction. If not, it meets it by far. */
  readonly isSlow: boolean
  readonly objective: string
  shape(rate: number): ServiceShape
}

export interface Circumstances {
  readonly name: string
  readonly neighbours: number
}

export interface BlameCase {
  readonly service: KnownService
  readonly circumstances: Circumstances
  readonly engine: 'autocannon' | 'raw'
  readonly connections: number
  /** The rate, as a multiple of what the generator can do. */
  readonly load: number
}

export interface BlameRun extends BlameCase {
  readonly rate: number
  readonly verdict: Verdict
  readonly reason: string
}

export function isWrong(run: BlameRun): boolean {
  return isWrongBlame(run) || isWrongAcquittal(run)
}

function isWrongBlame({ service, verdict }: BlameRun): boolean {
  return !service.isSlow && verdict === 'fail'
}

function isWrongAcquittal({ service, verdict }: BlameRun): boolean {
  return service.isSlow && verdict === 'pass'
}

export function blameTables(
  runs: readonly BlameRun[],
  { discarded, failures }: { readonly discarded: number; readonly failures: readonly string[] },
): string[] {
  const wrong = runs.filter(isWrong)
  const failed = failures.length === 0 ? '' : `, ${failures.length} failed: ${[...new Set(failures)].join('; ')}`
  return [
    `${runs.length} runs of services whose speed is known by construction; ${discarded} more were discarded because the machine was busy with something else${failed}. The generator's capacity is that of the whole harness on this core, in these circumstances, measured before. A run in which the generator is at its limit should be inconclusive; what matters is that none is wrong.`,
    '',
    ...tally('service', runs, ({ service }) => `${service.name} (${service.isSlow ? 'slow' : 'fine'})`),
    ...tally('rate ÷ capacity', runs, ({ load }) => `${load}`),
    ...tally('generator has', runs, ({ circumstances }) => circumstances.name),
    ...tally('engine, connections', runs, ({ engine, connections }) => `${engine}, ${connections}`),
    ...wrong.map(
      (run) =>
        `- wrong ${run.verdict}: ${run.service.name}, ${run.circumstances.name}, ${run.engine}, ${run.connections} connections, ${run.rate}/s (${run.load} × capacity): ${run.reason}`,
    ),
    ...(wrong.length > 0 ? [''] : []),
  ]
}

function tally(title: string, runs: readonly BlameRun[], keyOf: (run: BlameRun) => string): string[] {
  const keys = [...new Set(runs.map(keyOf))].sort()
  const row = (name: string, some: readonly BlameRun[]) => {
    const count = (isCounted: (run: BlameRun) => boolean) => `${some.filter(isCounted).length}`
    const verdicts = (['pass', 'inconclusive', 'fail'] as const).map((wanted) =>
      count(({ verdict }) => verdict === wanted),
    )
    return [name, `${some.length}`, ...verdicts, count(isWrongBlame), count(isWrongAcquittal)]
  }
  const rows = keys.map((key) =>
    row(
      key,
      runs.filter((run) => keyOf(run) === key),
    ),
  )
  const head = [title, 'runs', 'pass', 'inconclusive', 'fail', 'wrong blames', 'wrong acquittals']
  return table(head, [...rows, row('all', runs)])
}
