import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeFiles } from '../../../harness/init/write-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'write files ü '))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string) => ({ path: join(folder, name), text: `new ${name}` })

describe('the files of a first scenario', () => {
  it('are all written, or none', async () => {
    writeFileSync(join(folder, 'blocked'), 'a file where a folder has to be')
    for (const force of [false, true]) {
      const attempt = writeFiles([file('a.yaml'), file('blocked/b.yml')], force, folder)
      await expect(attempt).rejects.toThrow('blocked/b.yml: expected a file that can be written')
      expect(existsSync(join(folder, 'a.yaml'))).toBe(false)
    }
  })

  it('leave what was there before', async () => {
    writeFileSync(join(folder, 'old.yaml'), 'old')
    await expect(writeFiles([file('c.yaml'), file('old.yaml')], false, folder)).rejects.toThrow('--force')
    expect(readFileSync(join(folder, 'old.yaml'), 'utf8')).toBe('old')
    expect(existsSync(join(folder, 'c.yaml'))).toBe(false)
  })

  it('do not go where a broken link points to', async () => {
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'link.yaml'))
    await expect(writeFiles([file('d.yaml'), file('link.yaml')], false, folder)).rejects.toThrow('EEXIST')
    expect([existsSync(join(folder, 'elsewhere')), existsSync(join(folder, 'd.yaml'))]).toEqual([false, false])
  })
})
