import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import {
  createOutFolder,
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
    const claims = await Promise.all([1, 2, 3].map(() => createRunFolder('spike', STARTED_AT, runs)))
    const folders = claims.map(({ path }) => path)
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

describe('what a claim made', () => {
  const below = async (folder: string) => (await readdir(folder, { recursive: true })).sort()

  it('goes again where the run never began, as far as it is empty', async () => {
    const claim = await createOutFolder(join(runs, 'a', 'b', 'c'))
    expect(await below(runs)).toEqual(['a', 'a/b', 'a/b/c'])
    await writeFile(join(runs, 'a', 'notes.txt'), 'mine')
    await claim.release()
    expect(await below(runs)).toEqual(['a', 'a/notes.txt'])
  })

  it('goes again with the folder of the scenario where that is new', async () => {
    const { release } = await createRunFolder('spike', STARTED_AT, join(runs, 'reports', 'runs'))
    await release()
    expect(await below(runs)).toEqual([])
  })

  it('stays where it was there before', async () => {
    await mkdir(join(runs, 'out'))
    await (await createOutFolder(join(runs, 'out'))).release()
    expect(await below(runs)).toEqual(['out'])
  })
})

describe('createOutFolder', () => {
  // Node's own mkdir never returns from the first of them.
  it.each(['/proc/nope', '/proc/nope/deeper', '/dev/null/out', `/tmp/${'x'.repeat(300)}/out`])(
    'refuses %s by name',
    async (folder) => {
      await expect(createOutFolder(folder)).rejects.toThrow(
        `--out ${folder}: expected a folder that can be written to, got `,
      )
    },
  )

  it('leaves nothing behind where only the last folder cannot be made', async () => {
    await expect(createOutFolder(join(runs, 'new', 'x'.repeat(300)))).rejects.toThrow('ENAMETOOLONG')
    expect(await readdir(runs)).toEqual([])
  })
})

describe('pointLatest', () => {
  it('links to the newest, relatively', async () => {
    const { path: first } = await createRunFolder('spike', STARTED_AT, runs)
    const { path: second } = await createRunFolder('spike', STARTED_AT, runs)
    await pointLatest(first)
    const latest = await pointLatest(second)
    expect(latest).toBe(join(runs, 'spike', 'latest'))
    expect(await readlink(latest as string)).toBe('2026-11-23T04-36-12Z-02')
  })

  it('writes a text file where links are refused', async () => {
    const { path: folder } = await createRunFolder('spike', STARTED_AT, runs)
    const refused = async () => Promise.reject(new Error('EPERM'))
    const latest = await pointLatest(folder, refused)
    expect(await readFile(latest as string, 'utf8')).toBe('2026-11-23T04-36-12Z\n')
    expect((await readdir(join(runs, 'spike'))).sort()).toEqual(['2026-11-23T04-36-12Z', 'latest'])
  })

  it('leaves a folder of that name alone', async () => {
    const { path: folder } = await createRunFolder('spike', STARTED_AT, runs)
    await mkdir(join(runs, 'spike', 'latest', 'mine'), { recursive: true })
    expect(await pointLatest(folder)).toBeNull()
    expect((await readdir(join(runs, 'spike'))).sort()).toEqual(['2026-11-23T04-36-12Z', 'latest'])
  })
})
