import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../core/user-error.ts'
import { listScenarios } from '../../scenario-file/list-scenarios.ts'
import { loadScenario } from '../../scenario-file/load-scenario.ts'
import { ScenarioError } from '../../scenario-file/mistakes/scenario-error.ts'

const scenario = (name: string, more = '') =>
  `name: ${name}\nquestion: Is ${name} good?\nload: { phases: [{ name: base, for: 10s, rate: 5 }] }\n${more}`

let root: string
let cwd: string
let bundledFolder: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'load-scenario-'))
  cwd = join(root, 'project')
  bundledFolder = join(root, 'package', 'scenarios')
  mkdirSync(join(cwd, 'scenarios'), { recursive: true })
  mkdirSync(bundledFolder, { recursive: true })
  write(join(bundledFolder, 'steady.yaml'), scenario('steady', 'expected: pass\n'))
  write(join(bundledFolder, 'spike.yaml'), scenario('spike'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, text: string) {
  writeFileSync(file, text)
  return file
}

const load = (nameOrPath: string) => loadScenario(nameOrPath, { cwd, bundledFolder })
const messageOf = (nameOrPath: string) =>
  load(nameOrPath).then(
    () => 'loaded',
    (error: unknown) => (error instanceof UserError ? error.message : `a defect: ${error}`),
  )

describe('loadScenario by name', () => {
  it('finds a scenario that comes with the harness', async () => {
    expect((await load('steady')).file).toBe(join(bundledFolder, 'steady.yaml'))
  })

  it("prefers the project's scenarios/, then the working directory", async () => {
    const inRoot = write(join(cwd, 'steady.yml'), scenario('steady'))
    expect((await load('steady')).file).toBe(inRoot)
    const inScenarios = write(join(cwd, 'scenarios', 'steady.yaml'), scenario('steady'))
    expect((await load('steady')).file).toBe(inScenarios)
  })

  it('names the nearest scenario and all others', async () => {
    write(join(cwd, 'scenarios', 'checkout.yaml'), scenario('checkout'))
    expect(await messageOf('spik')).toBe(
      'expected the name or path of a scenario (checkout, spike, steady), got "spik" (did you mean spike?)',
    )
    expect(await messageOf('xyz')).toBe('expected the name or path of a scenario (checkout, spike, steady), got "xyz"')
  })

  it('does not offer YAML files of the working directory that are no scenarios', async () => {
    write(join(cwd, 'docker-compose.yml'), 'services: {}\n')
    write(join(cwd, 'action.yml'), 'name: an action\nruns: {}\n')
    write(join(cwd, 'checkout.yaml'), scenario('checkout'))
    expect(await messageOf('docker-compos')).toBe(
      'expected the name or path of a scenario (checkout, spike, steady), got "docker-compos"',
    )
  })
})

describe('loadScenario by path', () => {
  it.each(['./own.yaml', 'own.yaml', 'scenarios/../own.yaml'])(
    'resolves %s from the working directory',
    async (path) => {
      const file = write(join(cwd, 'own.yaml'), scenario('own'))
      expect((await load(path)).file).toBe(file)
    },
  )

  it('resolves absolute paths', async () => {
    const file = write(join(root, 'elsewhere.yml'), scenario('elsewhere'))
    expect((await load(file)).name).toBe('elsewhere')
  })

  it('resolves paths in a scenario from the folder of the scenario', async () => {
    const rules = write(join(cwd, 'rules.yml'), 'groups: []\n')
    write(join(cwd, 'scenarios', 'own.yaml'), scenario('own', 'prometheus: { rules: ../rules.yml }\n'))
    expect((await load('scenarios/own.yaml')).prometheus.rulesFile).toBe(rules)
    write(join(cwd, 'scenarios', 'own.yaml'), scenario('own', 'prometheus: { rules: rules.yml }\n'))
    expect(await messageOf('scenarios/own.yaml')).toBe(
      `${join('scenarios', 'own.yaml')}:4 prometheus.rules: expected a file, relative to the scenario, got "rules.yml", which does not exist`,
    )
  })

  it('resolves each of several rule files, folders and patterns', async () => {
    mkdirSync(join(cwd, 'rules'))
    write(join(cwd, 'rules', 'a.yml'), 'groups: []\n')
    const rulesOf = async (rules: string) => {
      write(join(cwd, 'scenarios', 'own.yaml'), scenario('own', `prometheus: { rules: ${rules} }\n`))
      return (await load('scenarios/own.yaml')).prometheus.rulesFile
    }
    expect(await rulesOf('../rules')).toBe(join(cwd, 'rules'))
    expect(await rulesOf('"../rules/*.yml"')).toBe(join(cwd, 'rules', '*.yml'))
    expect(await rulesOf('[../rules/a.yml, "../**/*.yml"]')).toEqual([
      join(cwd, 'rules', 'a.yml'),
      join(cwd, '**', '*.yml'),
    ])
    await expect(rulesOf('[../rules/a.yml, ../rules/b.yml]')).rejects.toThrow(
      ':4 prometheus.rules[1]: expected a file, relative to the scenario, got "../rules/b.yml", which does not exist',
    )
    await expect(rulesOf('[]')).rejects.toThrow('prometheus.rules: expected a rule file, a folder, a pattern')
    await expect(rulesOf('[../rules/a.yml, 3]')).rejects.toThrow(
      'prometheus.rules[1]: expected text (in quotes), got 3',
    )
  })

  it('reports a folder or a missing file in place of a scenario', async () => {
    expect(await messageOf('nope.yaml')).toBe('nope.yaml: expected a scenario file, got no such file')
    expect(await messageOf('./scenarios')).toBe('scenarios: expected a scenario file, got a folder')
  })

  it('shows files below the working directory by relative path, others by absolute path', async () => {
    write(join(cwd, 'scenarios', 'bad.yaml'), '5')
    const outside = write(join(root, 'bad.yaml'), '5')
    await expect(load('scenarios/bad.yaml')).rejects.toThrow(/^scenarios\/bad\.yaml:1: expected a scenario/)
    await expect(load(outside)).rejects.toThrow(`${outside}:1: expected a scenario`)
    await expect(load(outside)).rejects.toBeInstanceOf(ScenarioError)
  })
})

describe('listScenarios', () => {
  const list = () => listScenarios({ cwd, bundledFolder })

  it('lists names, questions, durations and verdicts, sorted by name', async () => {
    write(join(cwd, 'scenarios', 'checkout.yaml'), scenario('checkout', 'expected: fail\n'))
    expect(await list()).toEqual([
      {
        name: 'checkout',
        question: 'Is checkout good?',
        file: join(cwd, 'scenarios', 'checkout.yaml'),
        durationSeconds: 10,
        expectedVerdict: 'fail',
        problem: null,
      },
      {
        name: 'spike',
        question: 'Is spike good?',
        file: join(bundledFolder, 'spike.yaml'),
        durationSeconds: 10,
        expectedVerdict: null,
        problem: null,
      },
      {
        name: 'steady',
        question: 'Is steady good?',
        file: join(bundledFolder, 'steady.yaml'),
        durationSeconds: 10,
        expectedVerdict: 'pass',
        problem: null,
      },
    ])
  })

  it('lists a scenario with mistakes, with its problem', async () => {
    write(join(cwd, 'scenarios', 'bad.yaml'), scenario('bad', 'sal: []\n'))
    const [bad] = await list()
    expect(bad).toMatchObject({ name: 'bad', durationSeconds: 0 })
    expect(bad?.problem).toMatch(/^scenarios\/bad\.yaml:4 sal: expected one of the keys/)
  })

  it('leaves out other YAML files of the working directory, but not its scenarios', async () => {
    write(join(cwd, 'compose.yaml'), 'services: {}\n')
    write(join(cwd, 'own.yaml'), scenario('own'))
    expect((await list()).map(({ name }) => name)).toEqual(['own', 'spike', 'steady'])
  })

  it('lists each scenario once where the working directory is the harness itself', async () => {
    const listed = await listScenarios({ cwd: join(root, 'package'), bundledFolder })
    expect(listed.map(({ name }) => name)).toEqual(['spike', 'steady'])
  })

  it('lists the scenarios of the harness where the project has none', async () => {
    const listed = await listScenarios({ cwd: root, bundledFolder })
    expect(listed.map(({ name }) => name)).toEqual(['spike', 'steady'])
  })
})
