import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folderFacts } from '../../../../harness/doctor/machine/folder-facts.ts'

let cwd = ''

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'folders-'))
  mkdirSync(join(cwd, 'there'))
  writeFileSync(join(cwd, 'file'), '')
})

afterAll(() => rmSync(cwd, { recursive: true }))

describe('where reports go', () => {
  it.each([
    ['there', 'there', true],
    ['there/runs', 'there', true],
    ['file', 'file', false],
    ['file/runs', 'file', false],
  ])('%s is looked at as %s, and can be written to: %s', async (folder, name, isWritable) => {
    const { path, ...facts } = await folderFacts(folder, cwd)
    expect(path.endsWith(name)).toBe(true)
    expect(facts.isWritable).toBe(isWritable)
  })
})
