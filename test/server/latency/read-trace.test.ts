import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { readTrace } from '../../../server/latency/read-trace.ts'

const folder = mkdtempSync(join(tmpdir(), 'trace-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'durations.txt')
  writeFileSync(path, text)
  return path
}

it('reads the durations of a file', () => {
  expect(readTrace(file('# two\n10ms\n0.5\n'))).toEqual([0.01, 0.5])
})

it('names the file and the line of a wrong duration', () => {
  const path = file('10ms\nsoon\n')
  expect(() => readTrace(path)).toThrow(UserError)
  expect(() => readTrace(path)).toThrow(`${path}: line 2: expected`)
})

it('names a trace file that does not exist', () => {
  const path = join(folder, 'missing.txt')
  expect(() => readTrace(path)).toThrow(UserError)
  expect(() => readTrace(path)).toThrow(`${path}: cannot read the latency trace: ENOENT`)
})
