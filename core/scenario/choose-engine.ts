// Which engine a plan gets.

import { formatCount } from '../text/count.ts'
import type { ChosenEngine, EngineChoice } from './load-engine.ts'
import type { Phase, Traffic } from './load-plan.ts'

/** Up to here a generator with autocannon's connections has a core to spare; docs/decisions/0013. */
const AUTOCANNON_RATE_PER_SECOND = 5000

/** `auto` is autocannon, but where the generator's own speed may be what limits the traffic. */
export function chooseEngine(choice: EngineChoice | undefined, phases: readonly Phase[]): ChosenEngine {
  if (choice !== undefined && choice !== 'auto') return { name: choice, reason: 'asked for' }
  if (phases.every(({ traffic }) => highestRate(traffic) <= AUTOCANNON_RATE_PER_SECOND))
    return { name: 'autocannon', reason: 'the default' }
  return { name: 'raw', reason: `there may be more than ${formatCount(AUTOCANNON_RATE_PER_SECOND)} requests a second` }
}

/** Requests a second. Users who are answered at once ask as often as they have thought; without a thought, without end. */
function highestRate(traffic: Traffic): number {
  return traffic.kind === 'open'
    ? Math.max(traffic.fromRatePerSecond, traffic.toRatePerSecond)
    : traffic.users / traffic.thinkSeconds
}
