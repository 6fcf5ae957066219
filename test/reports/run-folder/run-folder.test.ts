import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import {
  createRunFolder,
  folderName,
  isRunFolder,
  pointLatest,
  runName,
} from '../../../reports/run-folder/run-folder.ts'

const STARTED_AT = new Date('2026-11-23T04:36:12.999Z')

let runs: string
beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'sla-harness-'))
})
afterEach(async () => {
  await rm(runs, { recursive: true })
})

describe('the names of folders', () => {
  it('of a run is its UTC time', () => {
    expect(runName(STARTED_AT)).toBe('2026-11-23T04-36-12Z')
  })

  it.each([
    ['lag-spike', 'lag-spike'],
    ['../../etc/passwd', 'etc-passwd'],
    ['..', 'scenario'],
    ['', 'scenario'],
    ['a b|<c>\n', 'a-b-c'],
    ['x'.repeat(300), 'x'.repeat(100)],
  ])('of the scenario %j is %s', (name, folder) => {
    expect(folderName(name)).toBe(folder)
  })

  it.each([
    ['reports/runs/spike/2026-11-23T04-36-12Z', true],
    ['reports/runs/spike/2026-11-23T04-36-12Z-02/', true],
    ['reports/runs/spike/mine', false],
    ['elsewhere/2026-11-23T04-36-12Z', false],
  ])('tell that %s is a run of spike: %s', (folder, expected) => {
    expect(isRunFolder(folder, 'spike')).toBe(expected)
  })
})

describe('createRunFolder', () => {
  it('gives each run its own, also where they start within one second', async () => {
    const folders = await Promise.all([1, 2, 3].map(() => createRunFolder('spike', STARTED_AT, runs)))
    expect(folders.sort()).toEqual(
      ['', '-02', '-03'].map((suffix) => join(runs, 'spike', `2026-11-23T04-36-12Z${suffix}`)),
    )
    expect((await readdir(join(runs, 'spike'))).sort()).toEqual(folders.map((folder) => folder.split('/').at(-1)))
  })

  it('says where it cannot be made', async () => {
    await writeFile(join(runs, 'spike'), 'in the way')
    const made = createRunFolder('spike', STARTED_AT, runs)
    await expect(made).rejects.toThrow(UserError)
    await expect(made).rejects.toThrow(/spike: expected a folder that can be written to, got EEXIST/)
  })
})

describe('pointLatest', () => {
  it('links to the newest, relatively', async () => {
    const first = await createRunFolder('spike', STARTED_AT, runs)
    const second = await createRunFolder('spike', STARTED_AT, runs)
    await pointLatest(first)
    const latest = await pointLatest(second)
    expect(latest).toBe(join(runs, 'spike', 'latest'))
    expect(await readlink(latest as string)).toBe('2026-11-23T04-36-12Z-02')
  })

  it('writes a text file where links are refused', async () => {
    const folder = await createRunFolder('spike', STARTED_AT, runs)
    const refused = async () => Promise.reject(new Error('EPERM'))
    const latest = await pointLatest(folder, refused)
    expect(await readFile(latest as string, 'utf8')).toBe('2026-11-23T04-36-12Z\n')
    expect((await readdir(join(runs, 'spike'))).sort()).toEqual(['2026-11-23T04-36-12Z', 'latest'])
  })

  it('leaves a folder of that name alone', async () => {
    const folder = await createRunFolder('spike', STARTED_AT, runs)
    await mkdir(join(runs, 'spike', 'latest', 'mine'), { recursive: true })
    expect(await pointLatest(folder)).toBeNull()
    expect((await readdir(join(runs, 'spike'))).sort()).toEqual(['2026-11-23T04-36-12Z', 'latest'])
  })
})
