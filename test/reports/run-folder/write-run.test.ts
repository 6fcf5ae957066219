import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { createRunFolder } from '../../../reports/run-folder/run-folder.ts'
import { type RunArtifacts, writeReports } from '../../../reports/run-folder/write-run.ts'
import { SAMPLE_EXACT, SAMPLE_LOAD } from '../../support/sample-load.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'
import { NO_DETAILS } from '../../support/sample-runs.ts'

const report = SAMPLE_REPORTS['passing-spike']
const FEWEST: RunArtifacts = {
  load: SAMPLE_LOAD,
  details: NO_DETAILS,
  exact: null,
  openMetrics: null,
  countedOpenMetrics: null,
  rules: null,
  alertTest: null,
}
const ALL: RunArtifacts = {
  ...FEWEST,
  exact: SAMPLE_EXACT,
  openMetrics: '# EOF\n',
  countedOpenMetrics: '# EOF\n',
  rules: 'groups: []\n',
  alertTest: 'tests: []\n',
}

const EVERY_FILE = [
  'report.json',
  'junit.xml',
  'report.md',
  'report.html',
  'timeline.csv',
  'requests.csv',
  'report-details.json',
  'response-time.hlog',
  'response-time-phases.hlog',
  'service-time.hlog',
  'service-time-phases.hlog',
  'server-time.hlog',
  'alert.rules.yml',
  'alert.test.yml',
  'scrapes.om',
  'counted.om',
]

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sla-harness-'))
})
afterEach(async () => {
  await rm(root, { recursive: true })
})

describe('writeReports', () => {
  it('writes every file into a folder that it makes, report.json first', async () => {
    const folder = join(root, 'deep', 'out')
    expect(await writeReports(folder, report, ALL)).toEqual(EVERY_FILE.map((name) => join(folder, name)))
    expect((await readdir(folder)).sort()).toEqual([...EVERY_FILE].sort())
    expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toEqual(report)
    expect(JSON.parse(await readFile(join(folder, 'report-details.json'), 'utf8'))).toEqual(NO_DETAILS)
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<title>PASS: spike</title>')
    expect(await readFile(join(folder, 'scrapes.om'), 'utf8')).toBe('# EOF\n')
    expect(await readFile(join(folder, 'alert.rules.yml'), 'utf8')).toBe('groups: []\n')
  })

  it('leaves nothing of an earlier run in the same folder', async () => {
    await writeReports(root, SAMPLE_REPORTS['failing-lab'], ALL)
    await writeFile(join(root, 'notes.txt'), 'mine')
    await writeReports(root, report, FEWEST)
    expect((await readdir(root)).sort()).toEqual([
      'junit.xml',
      'notes.txt',
      'report-details.json',
      'report.html',
      'report.json',
      'report.md',
      'requests.csv',
      'response-time-phases.hlog',
      'response-time.hlog',
      'service-time-phases.hlog',
      'service-time.hlog',
      'timeline.csv',
    ])
    expect(JSON.parse(await readFile(join(root, 'report.json'), 'utf8')).scenario.name).toBe('spike')
  })

  it('points latest at a folder of the default kind', async () => {
    const { path: folder } = await createRunFolder('spike', new Date(report.run.startedAt), root)
    const written = await writeReports(folder, report, FEWEST)
    expect(written.at(-1)).toBe(join(root, 'spike', 'latest'))
    expect(await readlink(join(root, 'spike', 'latest'))).toBe('2026-11-23T04-36-12Z')
  })

  it('takes what is inconclusive for a failure where the policy says so', async () => {
    await writeReports(root, SAMPLE_REPORTS['inconclusive-unfit'], FEWEST, { inconclusive: 'failure' })
    expect(await readFile(join(root, 'junit.xml'), 'utf8')).toContain('failures="3" errors="0" skipped="0"')
  })

  it('says where the folder cannot be written to', async () => {
    await writeFile(join(root, 'file'), '')
    const written = writeReports(join(root, 'file'), report, FEWEST)
    await expect(written).rejects.toThrow(UserError)
    await expect(written).rejects.toThrow(/file: expected a folder that can be written to, got EEXIST/)
  })

  it('leaves an earlier run whole where report.json cannot be written', async () => {
    await writeReports(root, SAMPLE_REPORTS['failing-lab'], ALL)
    await rm(join(root, 'report.json'))
    await mkdir(join(root, 'report.json', 'in the way'), { recursive: true })
    await expect(writeReports(root, report, FEWEST)).rejects.toThrow(expect.objectContaining({ hasReport: false }))
    expect((await readdir(root)).sort()).toEqual([...EVERY_FILE].sort())
    expect(await readFile(join(root, 'report.md'), 'utf8')).toContain('lab')
  })

  it('writes all that it can where one file cannot be written, and no temporary file stays', async () => {
    await mkdir(join(root, 'report.html', 'in the way'), { recursive: true })
    await expect(writeReports(root, report, ALL)).rejects.toThrow(expect.objectContaining({ hasReport: true }))
    expect((await readdir(root)).sort()).toEqual([...EVERY_FILE].sort())
    expect(await readFile(join(root, 'scrapes.om'), 'utf8')).toBe('# EOF\n')
  })

  it('replaces a link that somebody planted, and does not follow it', async () => {
    await writeFile(join(root, 'victim'), 'precious')
    await mkdir(join(root, 'out'))
    for (const name of EVERY_FILE) await symlink(join(root, 'victim'), join(root, 'out', name))
    await writeReports(join(root, 'out'), report, ALL)
    expect(await readFile(join(root, 'victim'), 'utf8')).toBe('precious')
    expect((await lstat(join(root, 'out', 'report.json'))).isSymbolicLink()).toBe(false)
  })
})
