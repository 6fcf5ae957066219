// Which scenarios can be simulated: those with the bundled server, whose requests ask no more of an answer than its status
// and when it came.

import type { RequestTemplate } from '../../core/scenario/load-plan.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { UserError } from '../../core/user-error.ts'
import { placesInFile } from '../preflight/places-in-file.ts'

/** @throws UserError that names the place in the file and what stands in the way */
export function checkSimulable(scenario: Scenario, cwd: string): void {
  const found = obstacle(scenario)
  if (found === null) return
  const { path, expected, got } = found
  throw new UserError(`${placesInFile(scenario, cwd)(path)}: expected ${expected} to simulate, got ${got}`)
}

interface Obstacle {
  readonly path: readonly (string | number)[]
  readonly expected: string
  readonly got: string
}

function obstacle({ service, setup, requests, data = [], load }: Scenario): Obstacle | null {
  if (service.kind === 'target')
    return {
      path: ['target'],
      expected: 'a model of the service (server: with its latency and its concurrency, in place of target:)',
      got: `the service itself, ${service.target.url}: how it would answer nobody knows before it was asked`,
    }
  if (setup !== undefined)
    return { path: ['setup'], expected: 'a scenario without a setup', got: 'one whose answers are needed' }
  const request = requests.findIndex(asksForContent)
  if (request >= 0)
    return {
      path: ['requests', request],
      expected: 'requests that ask for a status, a ttfb and nothing else',
      got: `${requests[request]?.name}, which checks or captures what an answer holds`,
    }
  const once = data.findIndex(({ order }) => order === 'once')
  if (once >= 0 && load.phases.some(({ traffic }) => traffic.kind === 'closed'))
    return {
      path: ['data', data[once]?.name ?? once, 'order'],
      expected: 'rows that do not run out while users come back (order: sequence or random)',
      got: 'once',
    }
  return null
}

function asksForContent({ expect, captures = [] }: RequestTemplate): boolean {
  return expect.json !== undefined || (expect.checks ?? []).some(({ kind }) => kind !== 'ttfb') || captures.length > 0
}
