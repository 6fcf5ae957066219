// A run in the middle of its spike, as the harness would describe it.

import type { LiveState } from '../../core/run/live-state.ts'

export const SPIKING: LiveState = {
  scenarioName: 'spike',
  question: 'Does the P95 alert catch a traffic spike?',
  phases: [
    { name: 'warm-up', durationSeconds: 5, measured: false },
    { name: 'baseline', durationSeconds: 20, measured: true },
    { name: 'spike', durationSeconds: 20, measured: true },
    { name: 'recovery', durationSeconds: 60, measured: true },
  ],
  stage: { kind: 'phase', index: 2 },
  elapsedSeconds: 38.4,
  plannedSeconds: 105,
  offeredRate: 161,
  achievedRate: 48.2,
  targetRate: 160,
  totals: { offered: 2612, completed: 1141, errors: 3, timeouts: 0, neverSent: 0, inFlight: 256 },
  exactP95Seconds: 1.84,
  estimatedP95Seconds: 0.95,
  slaLimits: [{ seconds: 1, phase: null }],
  recentP95Seconds: [null, 0.11, 0.12, 0.11, 0.4, 0.9, 1.84],
  alerts: [
    { name: 'HighLatency95thPercentile', state: 'pending', sinceSeconds: 4.2 },
    { name: 'ErrorBudgetBurn', state: 'inactive', sinceSeconds: 38 },
  ],
  notes: ['scrape 31 took 900ms'],
}
