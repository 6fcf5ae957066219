import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { warmUpPhaseCount } from '../../../core/scenario/load-plan.ts'
import { plannedDurationSeconds } from '../../../core/scenario/scenario.ts'
import { parseScenario } from '../../../scenario-file/parse-scenario.ts'

const folder = join(packageRoot, 'scenarios')
const text = (name: string) => readFileSync(join(folder, `${name}.yaml`), 'utf8')
const load = (name: string) =>
  parseScenario({ text: text(name), file: join(folder, `${name}.yaml`), shownAs: name, kindOfFile: () => 'file' })

const NAMES = ['crowd', 'errors', 'lab', 'lag-spike', 'overload', 'ramp', 'restart', 'spike', 'stall', 'steady']

describe('the scenarios that come with the harness', () => {
  it('are ten scenarios', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
    expect(files.sort()).toEqual(NAMES.map((name) => `${name}.yaml`))
  })

  it.each(NAMES)('%s has the name of its file, a question and an expected verdict', (name) => {
    const scenario = load(name)
    expect(scenario.name).toBe(name)
    expect(scenario.question).toMatch(/^[A-Z].*\?$/)
    expect(['pass', 'fail']).toContain(scenario.expectedVerdict)
    expect(scenario.sla.length).toBeGreaterThan(0)
    expect(scenario.prometheus.rulesFile).toBe(join(packageRoot, 'prometheus', 'rules', 'latency.rules.yml'))
  })

  it.each(NAMES)('%s begins with the schema line for editors, and with a warm-up', (name) => {
    expect(text(name).split('\n')[0]).toBe('# yaml-language-server: $schema=./scenario.schema.json')
    expect(warmUpPhaseCount(load(name).load.phases)).toBe(1)
  })

  it.each([
    ['steady', 'pass', 20, 30],
    ['spike', 'pass', 90, 120],
    ['ramp', 'fail', 30, 60],
    ['lag-spike', 'pass', 115, 180],
    ['lab', 'fail', 60, 90],
    ['crowd', 'pass', 20, 30],
    ['stall', 'fail', 12, 20],
    ['errors', 'fail', 20, 30],
    ['overload', 'fail', 10, 20],
    ['restart', 'pass', 40, 60],
  ])('%s is made to %s and lasts from %d to %d seconds', (name, verdict, least, most) => {
    const scenario = load(name)
    expect(scenario.expectedVerdict).toBe(verdict)
    const seconds = plannedDurationSeconds(scenario.load.phases)
    expect(seconds).toBeGreaterThanOrEqual(least)
    expect(seconds).toBeLessThanOrEqual(most)
  })

  it('are listed in the README with question, verdict and duration', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8').replaceAll(/ +/g, ' ')
    for (const name of NAMES) {
      const {
        question,
        expectedVerdict,
        load: { phases },
      } = load(name)
      expect(readme).toContain(
        `| [${name}](${name}.yaml) | ${question} | ${expectedVerdict} | ${plannedDurationSeconds(phases)} s |`,
      )
    }
  })
})
