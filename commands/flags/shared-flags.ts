// Flags of every command that runs a scenario. RunOptions says what they mean.

import type { Option } from 'commander'
import { ENGINE_CHOICES } from '../../core/scenario/load-engine.ts'
import { TIMER_CHOICES } from '../../core/scenario/timer-mode.ts'
import { LIMITS } from '../../harness/setup/run-options.ts'
import { flag, wholeNumberIn } from './flag.ts'

/** @param when put before the description, to say when the flag applies */
export function targetFlag(when = ''): Option {
  return flag('--target <url>', `${when}send the traffic to this service instead`)
}

export function metricsFlag(when = ''): Option {
  return flag('--metrics <url>', `${when}scrape this endpoint instead`)
}

export function seedFlag(when = ''): Option {
  return flag('--seed <number>', `${when}the seed of arrivals, latencies and faults`).argParser(
    wholeNumberIn(LIMITS.seed),
  )
}

export function engineFlag(when = ''): Option {
  return flag('--engine <name>', `${when}what opens connections and reads responses`).choices(ENGINE_CHOICES)
}

export function timersFlag(when = ''): Option {
  return flag('--timers <mode>', `${when}how the next arrival is waited for`).choices(TIMER_CHOICES)
}

export function generatorsFlag(when = ''): Option {
  return flag(
    '--generators <number>',
    `${when}send the load from so many processes, here or on other machines`,
  ).argParser(wholeNumberIn(LIMITS.generators))
}

export function joinFlag(when = ''): Option {
  return flag('--join <url>', `${when}the broker that generators of other machines join (default: one of its own)`)
}

export function runFlag(when = ''): Option {
  return flag('--run <name>', `${when}the name under which generators wait for this run`)
}

export function workersFlag(when = ''): Option {
  return flag('--workers <number>', `${when}generator threads`).default(1).argParser(wholeNumberIn(LIMITS.workers))
}
