// Facts of generators for tests: on schedule and with clocks that agree, but for what the test says.

import type { GeneratorClock, GeneratorFacts, GeneratorMachine } from '../../core/run/generators/generator-facts.ts'
import { latenciesOf } from './sample-load.ts'

const FIT = latenciesOf(...Array<number>(1000).fill(0.0004))

export function generatorFacts(number: number, facts: Partial<GeneratorFacts> = {}): GeneratorFacts {
  return {
    number,
    machine: null,
    startLateSeconds: 0,
    arrivals: [1000],
    requests: 1000,
    sendLag: FIT,
    eventLoopDelay: FIT,
    cpuShare: 0.2,
    intervals: [],
    lost: null,
    ...facts,
  }
}

export function generatorMachine(number: number, clock: Partial<GeneratorClock> | null = {}): GeneratorMachine {
  return {
    place: 'elsewhere',
    name: `load-${number}`,
    host: `host-${number}`,
    cores: 4,
    programVersion: '0.2.0',
    clock: clock && {
      offsetSeconds: 5,
      uncertaintySeconds: 0.0002,
      readings: 12,
      driftPerSecond: 1e-5,
      driftUncertaintyPerSecond: 2e-6,
      apartAtMostSeconds: 0.002,
      startErrorSeconds: 0.0001,
      startUncertaintySeconds: 0.0003,
      ...clock,
    },
    lastLines: [],
  }
}
