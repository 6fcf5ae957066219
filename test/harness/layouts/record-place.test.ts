import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAt } from '../../../harness/layouts/record-place.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-place-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('recordAt', () => {
  it.each([
    ['a page by its name', 'prod.om', '', 'page'],
    ['a page by its beginning', 'prod.txt', '# TYPE h histogram\nh_count 1 1\n', 'page'],
    ['a page that begins with a sample', 'prod.txt', 'h_bucket{le="0.5",path="/a b"} 1 1700000000\n', 'page'],
    ['a page with a quoted name', 'prod.txt', '{"http.server_bucket",le="1"} 1 1700000000.5\n', 'page'],
    ['a log by its name', 'run.hlog', '# TYPE h histogram\n', 'log'],
    ['a log with a heading', 'run.log', '#[Histogram log format version 1.3]\n', 'log'],
    [
      'a log without one',
      'run.log',
      '0.127,1.007,2.769,HISTFAAAAEV42pNpmSzMwMCgyAABTBDKT4GBgdnNYMcCBvsPEBEJISEuATEZMQ4uASkhIR4nrxg9v2lMaxhvMekILGZkKmcCAEf2CsI=\n',
      'log',
    ],
    ['the name of a scenario', 'spike.yaml', 'name: spike\n', undefined],
  ])('takes %s', async (_, name, text, kind) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    expect((await recordAt(path))?.kind).toBe(kind)
  })

  it('takes a folder, a URL, and nothing for what is not there', async () => {
    expect(await recordAt(folder)).toEqual({ kind: 'folder', path: folder })
    expect(await recordAt('https://host/prometheus')).toEqual({ kind: 'prometheus', url: 'https://host/prometheus' })
    expect(await recordAt(join(folder, 'lab'))).toBeUndefined()
  })
})
