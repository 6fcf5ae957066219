import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import { checkSimulable } from '../../../harness/simulation/check-simulable.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'

const scenarioOf = (text: string): Scenario =>
  parseScenario({ text, file: '/somewhere/mine.yaml', shownAs: 'mine.yaml', kindOfFile: () => 'file' })

const PHASES = 'load: { phases: [{ name: only, for: 1s, rate: 20 }] }'
const USERS = 'load: { phases: [{ name: only, for: 1s, users: 2 }] }'

describe('checkSimulable', () => {
  it.each([
    ['the bundled server', `name: a\n${PHASES}`],
    ['a request that asks for a status', `name: a\nrequest: { path: /predict, expect: { status: 200 } }\n${PHASES}`],
    ['a request that asks when its answer came', `name: a\nrequest: { expect: { ttfb: 1s } }\n${PHASES}`],
    ['users', `name: a\n${USERS}`],
  ])('accepts %s', (_what, text) => {
    expect(() => checkSimulable(scenarioOf(text), '/somewhere')).not.toThrow()
  })

  it.each([
    ['a target', `name: a\ntarget: { url: "http://127.0.0.1:1" }\n${PHASES}`, /^mine\.yaml target: expected a model/],
    [
      'a check of what an answer holds',
      `name: a\nrequest: { path: /predict, expect: { json: { prediction: 1 } } }\n${PHASES}`,
      /requests\[0\]: expected requests that ask for a status, a ttfb and nothing else to simulate, got .*checks or captures/,
    ],
    [
      'a check beside a ttfb',
      `name: a\nrequest: { expect: { ttfb: 1s, bodyContains: yes } }\n${PHASES}`,
      /requests\[0\]: expected requests that ask for a status, a ttfb and nothing else to simulate/,
    ],
    [
      'a setup',
      `name: a\nsetup: { steps: [{ path: /predict }] }\n${PHASES}`,
      /^mine\.yaml setup: expected a scenario without a setup/,
    ],
  ])('refuses %s and says what stands in the way', (_what, text, message) => {
    expect(() => checkSimulable(scenarioOf(text), '/somewhere')).toThrow(message)
  })
})
