import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { findRun } from '../../../reports/run-folder/find-run.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

let runs: string
beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'sla-harness-'))
  await keep('spike', '2026-11-23T04-36-12Z', 1_000)
  await keep('lab', '2026-11-22T00-00-00Z', 2_000)
})
afterEach(async () => {
  await rm(runs, { recursive: true })
})

async function keep(scenario: string, name: string, writtenAtSeconds: number): Promise<void> {
  const folder = join(runs, scenario, name)
  await mkdir(folder, { recursive: true })
  const sample = SAMPLE_REPORTS[scenario === 'lab' ? 'failing-lab' : 'passing-spike']
  await writeFile(join(folder, 'report.json'), JSON.stringify(sample))
  await utimes(join(folder, 'report.json'), writtenAtSeconds, writtenAtSeconds)
  await symlink(name, join(runs, scenario, 'latest'))
}

const nameOf = async (named?: string) => (await findRun(named, runs)).scenario.name

describe('findRun', () => {
  it('takes the run that was written last where none is named', async () => {
    expect(await nameOf()).toBe('lab')
  })

  it('takes the name of a scenario for its newest run', async () => {
    const report = await findRun('spike', runs)
    expect(report.run.folder).toBe(join(runs, 'spike', 'latest'))
  })

  it.each([
    ['a folder', () => join(runs, 'spike', '2026-11-23T04-36-12Z')],
    ['a report.json', () => join(runs, 'spike', '2026-11-23T04-36-12Z', 'report.json')],
    ['latest', () => join(runs, 'spike', 'latest')],
    ['the folder of a scenario', () => join(runs, 'spike')],
  ])('takes %s', async (_, place) => {
    expect(await nameOf(place())).toBe('spike')
  })

  it('names what there is, and the nearest', async () => {
    await expect(findRun('spke', runs)).rejects.toThrow(UserError)
    await expect(findRun('spke', runs)).rejects.toThrow(
      `spke: expected a scenario with runs in ${runs} (lab, spike), a run's folder or a report.json, got no such thing (did you mean spike?)`,
    )
  })

  it('says where there is none yet', async () => {
    const empty = join(runs, 'none')
    await expect(findRun(undefined, empty)).rejects.toThrow(`${empty}: expected a run, got none yet`)
  })

  it.each([
    ['{', /report\.json: invalid JSON/],
    ['[]', /report\.json: expected a report that this version writes/],
    ['{"schemaVersion": 2}', /report\.json: expected a report that this version writes.* at schemaVersion/],
    ['{"schemaVersion": 1}', /report\.json: expected a report that this version writes.* at verdict/],
  ])('refuses a report.json that holds %s', async (text, message) => {
    const file = join(runs, 'spike', '2026-11-23T04-36-12Z', 'report.json')
    await writeFile(file, text)
    await expect(findRun('spike', runs)).rejects.toThrow(message)
    await expect(findRun(file, runs)).rejects.toThrow(UserError)
  })
})
