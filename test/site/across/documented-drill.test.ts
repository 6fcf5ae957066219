// What the guide of drills has people write is taken by the real program: its rules, its file of incidents, and every form of
// an expectation.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import type { DrillReport } from '../../../core/report/drill-report.ts'
import { drillReportSchema } from '../../../core/report/schema/drill/drill-schema.ts'
import { fencesOf } from '../../../site/markdown/fence.ts'
import { type CliResult, inTemporaryFolder, runCli } from '../../support/run-cli.ts'

const TEXT = readFileSync(join(packageRoot, 'docs/drill.md'), 'utf8')
const FILES = fencesOf(TEXT).flatMap(({ title, text }) => (title === null ? [] : [{ title, text }]))

/** The first column of the table that begins with a heading: what stands there as code. */
function firstCells(heading: string): readonly string[] {
  const lines = TEXT.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `))
  const rows = lines.slice(start + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((row) => row.split('|')[1]?.trim() ?? '')
}

const codesIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '')

const EXPECTATIONS = firstCells('`--expect`').flatMap(codesIn)
/** Of incidents.yml, but for the one beside the list. */
const INCIDENT_KEYS = firstCells('key')
  .filter((cell) => !cell.includes('(beside)'))
  .flatMap(codesIn)

describe('docs/drill.md', { timeout: 60_000 }, () => {
  let own: CliResult
  let report: DrillReport
  let judged: CliResult

  beforeAll(async () => {
    await inTemporaryFolder(async (cwd) => {
      for (const { title, text } of FILES) writeFileSync(join(cwd, title), text)
      const rare = ['--scrape-interval', '1m', '--step', '1m']
      const drill = ['drill', '--rules', 'checkout.rules.yml', ...rare, '--json', '--out']
      own = await runCli([...drill, 'own', '--incidents', 'incidents.yml', '--days', '11', '--quiet-months', '0'], {
        cwd,
      })
      const asked = EXPECTATIONS.flatMap((expectation) => ['--expect', expectation])
      const short = ['--days', '1', '--quiet-months', '1', '--incident', 'outage', '--incident', 'deploy']
      judged = await runCli([...drill, 'judged', ...short, ...asked], { cwd })
      report = drillReportSchema.parse(JSON.parse(judged.stdout || 'null'))
    })
  }, 60_000)

  it('has incidents of one’s own that are simulated, with those of the catalogue that it names', () => {
    expect(own.stderr).not.toContain('incidents.yml:')
    expect(own.code).toBe(0)
    const { incidents } = drillReportSchema.parse(JSON.parse(own.stdout))
    const names = ['checkout-down', 'slow-db', 'bad-canary', 'creeping', 'gone', 'night', 'deploy']
    expect(incidents.map(({ name }) => name).sort()).toEqual(names.sort())
  })

  it('has forms of expectations that are judged', () => {
    expect(EXPECTATIONS.length).toBeGreaterThan(7)
    expect(report.expectations.map(({ expectation }) => expectation)).toEqual(EXPECTATIONS)
    expect([0, 1, 3]).toContain(judged.code)
  })

  it('names every key of an incident', async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'incidents.yml'), 'incidents: [{ nonsense: 1 }]')
      for (const { title, text } of FILES.filter(({ title }) => title.endsWith('.rules.yml')))
        writeFileSync(join(cwd, title), text)
      const { code, stderr } = await runCli(
        ['drill', '--rules', 'checkout.rules.yml', '--incidents', 'incidents.yml'],
        {
          cwd,
        },
      )
      expect(code).toBe(2)
      const [, known = ''] = /expected one of the keys ([^\n]*?), got/.exec(stderr) ?? []
      expect([...INCIDENT_KEYS].sort(), stderr).toEqual(known.split(/, | or | and /).sort())
    })
  })
})
