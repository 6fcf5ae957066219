// The one use case, short: what a run leaves behind is the same from the library and from the command line.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../core/report/report.ts'
import type { LiveDisplay } from '../../core/run/live-display.ts'
import { runScenario } from '../../index.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

const RULES = `groups:
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, sum by (le) (rate(model_latency_seconds_bucket[5s]))) > 1
        for: 1s
`

/** @returns the scenario's file */
function shortScenario(folder: string): string {
  writeFileSync(join(folder, 'rules.yml'), RULES)
  const file = join(folder, 'short.yaml')
  writeFileSync(
    file,
    `name: short
server: { latency: { constant: 10ms }, layout: lab }
request: { path: /predict }
load:
  arrivals: constant
  phases:
    - { name: warm-up, for: 1s, rate: 20, measured: false }
    - { name: steady, for: 2s, rate: 20 }
sla: [p95 < 1s]
prometheus: { rules: rules.yml }
alerts: { Slow: never }
layouts: [lab, prom-client]
`,
  )
  return file
}

const filesOf = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
/** What a busy machine puts into the report of one run, and not of the next. */
const MAY_BE_ABSENT = ['timedOut', 'unreachable', 'waitedFor', 'starved']

/** Without that, and without the notes of the run. */
function reportIn(folder: string): Report {
  const report: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'), (name, value) =>
    MAY_BE_ABSENT.includes(name) ? undefined : value,
  )
  return { ...report, run: { ...report.run, problems: [] } }
}

type Shape = null | readonly Shape[] | { readonly [name: string]: Shape }

/** The names of everything in a value, without the values. Null where there is none. */
function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) return value.length === 0 ? [] : [value.map(shapeOf).reduce(sharedShape)]
  if (typeof value !== 'object' || value === null) return null
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]))
}

/** What either has: a list that is empty in one run, because there was nothing to say, is not in the next. */
function sharedShape(one: Shape, other: Shape): Shape {
  if (one === null || other === null) return one ?? other
  if (Array.isArray(one) && Array.isArray(other)) {
    const all = [...one, ...other]
    return all.length === 0 ? [] : [all.reduce(sharedShape)]
  }
  const [a, b] = [one, other] as { readonly [name: string]: Shape }[]
  const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])
  return Object.fromEntries([...names].map((name) => [name, sharedShape(a?.[name] ?? null, b?.[name] ?? null)]))
}

describe.concurrent('runScenario', () => {
  it('leaves the same folder as the command line', { timeout: 120_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const file = shortScenario(cwd)
      const cli = runCli(['scenario', file, '--repeat', '2', '--out', 'by-command'], { cwd })
      const library = runScenario(file, { cwd, repeat: 2, out: 'by-library' })
      const [{ code }, { folder, verdict }] = await Promise.all([cli, library])
      expect([0, 3]).toContain(code)
      expect(folder).toBe(join(cwd, 'by-library'))
      const files = filesOf(join(cwd, 'by-library'))
      expect(files).toEqual(filesOf(join(cwd, 'by-command')))
      expect(files).toEqual(
        expect.arrayContaining([
          'alert.rules.yml',
          'layouts.json',
          'report.json',
          join('run-01', 'report.json'),
          join('run-02', 'report.json'),
        ]),
      )
      const [byCommand, byLibrary] = [reportIn(join(cwd, 'by-command')), reportIn(join(cwd, 'by-library'))]
      expect(byLibrary.verdict).toBe(verdict)
      expect(byLibrary.layouts?.map(({ name }) => name)).toEqual(byCommand.layouts?.map(({ name }) => name))
      // What a busy machine puts into one run alone, such as an error, is in no other: so all runs of each are looked at.
      const reportsIn = (folder: string) => ['', 'run-01', 'run-02'].map((run) => reportIn(join(cwd, folder, run)))
      const shapeIn = (folder: string, part: keyof Report) =>
        reportsIn(folder)
          .map((report) => shapeOf(report[part] ?? null))
          .reduce(sharedShape)
      for (const part of ['scenario', 'run', 'load', 'repeats', 'server', 'layouts'] as const)
        expect(shapeIn('by-library', part), part).toEqual(shapeIn('by-command', part))
    })
  })

  it('writes the rules that were evaluated, even if their file is edited during the run', {
    timeout: 60_000,
  }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const file = shortScenario(cwd)
      const edit = () =>
        writeFileSync(join(cwd, 'rules.yml'), RULES.replaceAll('model_latency_seconds_bucket', 'other'))
      const display = { start: () => {}, update: edit, stop: () => {} }
      const { report } = await runScenario(file, { cwd, out: 'out', display })
      expect(report.alerts[0]?.expression).toContain('model_latency_seconds_bucket')
      expect(readFileSync(join(cwd, 'rules.yml'), 'utf8')).toContain('other')
      expect(readFileSync(join(cwd, 'out', 'alert.rules.yml'), 'utf8')).toBe(RULES)
      expect(readFileSync(join(cwd, 'out', 'alert.test.yml'), 'utf8')).toContain('model_latency_seconds_bucket')
    })
  })

  it('says what is wrong with the rules before anything is sent, and once', { timeout: 60_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const file = shortScenario(cwd)
      writeFileSync(join(cwd, 'rules.yml'), RULES.replace(/> [\d.]+/, '> 7'))
      const said: string[] = []
      const display: LiveDisplay = {
        start: () => {},
        update: ({ totals }) => {
          if (totals.offered > 0 && said.at(-1) !== 'sent') said.push('sent')
        },
        note: (note) => said.push(note),
        stop: () => {},
      }
      const { report } = await runScenario(file, { cwd, display })
      const mistakes = said.filter((text) => text.includes('> 7s can never hold'))
      expect(mistakes).toHaveLength(1)
      expect(said.indexOf(mistakes[0] ?? '')).toBeLessThan(said.indexOf('sent'))
      expect(report.rules?.filter(({ neverFires }) => neverFires).map(({ rule }) => rule)).toEqual(['Slow'])
      expect(report.run.problems.filter((text) => text.includes('never hold'))).toEqual([])
    })
  })

  it('writes nothing where no folder is given', { timeout: 60_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const file = shortScenario(cwd)
      const { folder, report } = await runScenario(file, { cwd })
      expect([folder, report.run.folder]).toEqual([null, ''])
      expect(report.load.total.offered).toBe(40)
      expect(filesOf(cwd)).toEqual(['rules.yml', 'short.yaml'])
    })
  })

  it('leaves no folder behind where the run cannot begin', async () => {
    await inTemporaryFolder(async (cwd) => {
      const file = shortScenario(cwd)
      writeFileSync(join(cwd, 'rules.yml'), RULES.replace('Slow', 'Slowly'))
      await expect(runScenario(file, { cwd, out: 'out' })).rejects.toThrow(
        /alerts\.Slow: expected an alert of .*rules\.yml \(Slowly\), got Slow \(did you mean Slowly\?\)$/,
      )
      expect(filesOf(cwd)).toEqual(['rules.yml', 'short.yaml'])
    })
  })
})
