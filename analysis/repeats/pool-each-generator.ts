// Pools what each generator of several did by itself over several runs: those of one number are one generator, for a command
// keeps its generators from run to run. What is counted adds up; of clocks and starts those of the run stand in which it was
// furthest away.

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import type { GeneratorFacts } from '../../core/run/generators/generator-facts.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import { secondsApart } from '../generator/clocks-apart.ts'
import { shifted } from './shifted.ts'

/**
 * @param offsets when each run starts on the common axis
 * @param planned how many phases one run has
 * @returns none where one thread of this process was all there was
 */
export function poolEachGenerator(
  loads: readonly LoadResult[],
  offsets: readonly number[],
  planned: number,
): GeneratorFacts[] {
  const numbers = new Set(loads.flatMap(({ generators = [] }) => generators.map(({ number }) => number)))
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number) => {
      const byRun = loads.map(({ generators = [] }) => generators.find((facts) => facts.number === number))
      return pooled(byRun, offsets, planned)
    })
}

type InRun = GeneratorFacts | undefined

function pooled(byRun: readonly InRun[], offsets: readonly number[], planned: number): GeneratorFacts {
  const known = byRun.filter((facts) => facts !== undefined)
  const furthest = known.reduce((most, facts) => (secondsApart(facts) > secondsApart(most) ? facts : most))
  const shares = known.flatMap(({ cpuShare }) => cpuShare ?? [])
  const delays = known.flatMap(({ eventLoopDelay }) => eventLoopDelay ?? [])
  return {
    number: furthest.number,
    machine: furthest.machine,
    startLateSeconds: furthest.startLateSeconds,
    arrivals: byRun.flatMap((facts) => Array.from({ length: planned }, (_, phase) => facts?.arrivals[phase] ?? 0)),
    requests: known.reduce((sum, { requests }) => sum + requests, 0),
    sendLag: mergeLatencies(known.map(({ sendLag }) => sendLag)),
    eventLoopDelay: delays.length === 0 ? null : mergeLatencies(delays),
    cpuShare: shares.length === 0 ? null : Math.max(...shares),
    intervals: byRun.flatMap((facts, i) =>
      (facts?.intervals ?? []).map((interval) => shifted(interval, offsets[i] ?? 0)),
    ),
    lost: known.find(({ lost }) => lost !== null)?.lost ?? null,
  }
}
