import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsIn } from '../../../core/data/rows-in.ts'
import type { MultipartPart } from '../../../core/scenario/load-plan.ts'
import { readRunFiles } from '../../../harness/setup/read-run-files.ts'
import { requestTemplate } from '../../support/load-plan.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const requests = [requestTemplate({ path: `/\${users.id}` }), requestTemplate({ path: '/' })]
const set = (file: string, name = 'users') => ({ name, file, order: 'once' }) as const

describe('the files of a run', () => {
  it('are held in memory where they are small', async () => {
    const file = written('small.csv', '\ufeffid,name\n1,a\n2,b\n')
    const { data } = await readRunFiles({ requests, data: [set(file)] }, folder)
    expect(data).toEqual([
      {
        name: 'users',
        order: 'once',
        format: 'csv',
        columns: ['id', 'name'],
        rows: 2,
        source: { kind: 'memory', bytes: Uint8Array.from(Buffer.from('1,a\n2,b\n')) },
        usedBy: [true, false],
      },
    ])
  })

  it('are no more than the places of their rows where they are large', async () => {
    const file = written('large.jsonl', Array.from({ length: 1000 }, (_, id) => `{"x":null,"id":${id}}\n`).join(''))
    const [data] = (await readRunFiles({ requests, data: [set(file)] }, folder, 100)).data
    expect(data).toMatchObject({ columns: ['id'], rows: 1000, source: { kind: 'file', file } })
    expect(data && rowsIn('{"x":1,"id":7}', data)).toEqual([[7]])
  })

  it('may have mistakes, which are told all at once', async () => {
    const data = [
      set(written('ragged.csv', 'id,b\n1\n1,2\n1,2,3\n')),
      set(written('twice.csv', 'id,id\n1,2\n'), 'other'),
      set(written('empty.jsonl', ''), 'none'),
    ]
    await expect(readRunFiles({ requests, data }, folder)).rejects.toThrow(
      [
        'ragged.csv:2: expected 2 values, got 1',
        'ragged.csv:4: expected 2 values, got 3',
        'twice.csv:1: expected each column once, got "id" again',
        'empty.jsonl:1: expected a JSON object on each line, such as {"id": 1}, got an empty file',
      ].join('\n'),
    )
  })

  it.each([
    ['missing.csv', 'missing.csv: expected a file, got no such file'],
    ['folder.csv', 'folder.csv: expected a file, got something else'],
  ])('must be there: %s', async (name, message) => {
    mkdirSync(join(folder, 'folder.csv'), { recursive: true })
    await expect(readRunFiles({ requests, data: [set(join(folder, name))] }, folder)).rejects.toThrow(message)
  })

  it('are also those that are uploaded', async () => {
    const file = written('photo.jpg', 'bytes')
    const parts: MultipartPart[] = [{ name: 'a', file, filename: 'a', type: 'b/c' }]
    const uploading = [requestTemplate({ body: { kind: 'multipart', parts } })]
    const { uploads } = await readRunFiles({ requests: uploading }, folder)
    expect([...uploads].map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([[file, 'bytes']])
  })
})
