// A small simulated run for tests, and whatever the test says on top.

import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { ServerBehaviour } from '../../core/scenario/server-behaviour.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { type SimulatedRun, type SimulationOptions, simulateRun } from '../../simulation/simulate-run.ts'
import { loadPlan, openPhase, requestTemplate } from './load-plan.ts'

export const TIMELESS_MACHINE = { wakeLatenessSeconds: 0, exchangeSeconds: 0, restartSeconds: 0.5, scrapeSeconds: 0 }

export interface SmallSimulation extends Omit<Partial<SimulationOptions>, 'plan' | 'behaviour' | 'witness'> {
  readonly plan?: Partial<LoadPlan>
  readonly behaviour?: Partial<ServerBehaviour>
  readonly witness?: Partial<SimulationOptions['witness']>
  /** The text of a rule file. */
  readonly rules?: string
}

/** A service that takes 100 ms, asked 20 times a second for 10 s, scraped each second. */
export function smallSimulation({ plan, behaviour, witness, rules, ...rest }: SmallSimulation = {}): SimulatedRun {
  return simulateRun({
    plan: loadPlan('http://127.0.0.1:5000', {
      requests: [requestTemplate({ path: '/predict' })],
      phases: [openPhase({ rate: 20, durationSeconds: 10 })],
      connections: 1000,
      ...plan,
    }),
    behaviour: {
      latency: { kind: 'constant', seconds: 0.1 },
      concurrency: Number.POSITIVE_INFINITY,
      layout: NAMED_LAYOUTS.lab,
      faults: [],
      restarts: [],
      ...behaviour,
    },
    witness: {
      endpoints: ['http://127.0.0.1:8000/metrics'],
      histogram: 'model_latency_seconds',
      match: '',
      ruleFile: rules === undefined ? null : parseRuleFile(rules, 'rules.yml'),
      scrapeIntervalSeconds: 1,
      evaluationIntervalSeconds: 1,
      fallbackQuantile: 0.95,
      watchedAlerts: [],
      ...witness,
    },
    readTrace: () => [],
    startedAtUnixMs: Date.UTC(2026, 0, 1),
    machine: TIMELESS_MACHINE,
    ...rest,
  })
}
