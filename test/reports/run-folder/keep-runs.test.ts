import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '../../../core/report/report.ts'
import { keepRuns } from '../../../reports/run-folder/keep-runs.ts'
import { SAMPLE_LOAD } from '../../support/sample-load.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'
import { NO_DETAILS } from '../../support/sample-runs.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sla-harness-'))
})
afterEach(async () => {
  await rm(root, { recursive: true })
})

function runIn(folder: string) {
  const sample: Report = SAMPLE_REPORTS['passing-spike']
  const artifacts = () => ({
    load: SAMPLE_LOAD,
    details: NO_DETAILS,
    exact: null,
    openMetrics: null,
    countedOpenMetrics: null,
    rules: null,
    alertTest: null,
  })
  return { report: { ...sample, run: { ...sample.run, folder } }, artifacts }
}

const reportAt = async (folder: string): Promise<Report> =>
  JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))

describe('keepRuns', () => {
  it('writes each run where it belongs', async () => {
    const out = join(root, 'out')
    const kept = await keepRuns(out, [runIn(out), runIn(join(out, 'run-01'))], undefined, [])
    expect([kept.folder, kept.problem]).toEqual([out, null])
    expect((await reportAt(join(out, 'run-01'))).run.folder).toBe(join(out, 'run-01'))
  })

  it('writes all of them to another folder where one cannot be written, and the reports say so', async () => {
    const out = join(root, 'out')
    await mkdir(join(out), { recursive: true })
    await writeFile(join(out, 'run-01'), 'in the way')
    const kept = await keepRuns(out, [runIn(out), runIn(join(out, 'run-01'))], undefined, [join(root, 'missing'), root])
    const folder = kept.folder as string
    expect(dirname(folder)).toBe(root)
    expect(kept.problem).toMatch(/^\/.*run-01: expected a folder that can be written to, got EEXIST/)
    expect(kept.problem).toMatch(new RegExp(`The report is in ${folder} instead\\.$`))
    expect(await reportAt(folder)).toEqual(kept.reports[0])
    expect(kept.reports[0]?.run).toMatchObject({ folder, problems: expect.arrayContaining([kept.problem]) })
    expect((await reportAt(join(folder, 'run-01'))).run.folder).toBe(join(folder, 'run-01'))
  })

  it('names the folder all the same where at least report.json is there', async () => {
    const out = join(root, 'out')
    await mkdir(join(out, 'report.html', 'in the way'), { recursive: true })
    const kept = await keepRuns(out, [runIn(out)], undefined, [join(root, 'missing')])
    expect(kept.folder).toBe(out)
    expect(kept.problem).toContain(`What could be is in ${out}.`)
    expect((await reportAt(out)).verdict).toBe('pass')
  })

  it('gives back the reports where nothing can be written', async () => {
    await writeFile(join(root, 'out'), 'in the way')
    const kept = await keepRuns(join(root, 'out'), [runIn(join(root, 'out'))], undefined, [join(root, 'missing')])
    expect([kept.folder, kept.reports[0]?.verdict, kept.reports[0]?.run.folder]).toEqual([null, 'pass', ''])
    expect(kept.problem).toContain('Only what is printed is left of the run.')
    expect(await readdir(root)).toEqual(['out'])
  })
})
