import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readTraffic } from '../../../harness/init/read-traffic.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-traffic-'))
afterAll(() => rmSync(folder, { recursive: true }))

const LOG = '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326\n'

describe('what --from names', () => {
  it('may be a curl command', async () => {
    const { source, url } = await readTraffic('curl http://127.0.0.1:3000/a', folder)
    expect([source, url]).toEqual(['the curl command', 'http://127.0.0.1:3000'])
  })

  it('may be a file, also in gzip', async () => {
    writeFileSync(join(folder, 'access.log'), LOG)
    writeFileSync(join(folder, 'access.log.gz'), gzipSync(LOG))
    for (const from of ['access.log', 'access.log.gz'])
      expect((await readTraffic(from, folder)).requests.map(({ path }) => path)).toEqual(['/a'])
  })

  it.each([
    ['missing.yaml', /expected a file or a curl command behind --from, got "missing.yaml": there is no such file/],
    ['.', /it is a folder/],
    ['notes.txt', /^notes.txt: expected an OpenAPI description, a HAR recording/],
    ['broken.gz', /expected a file or a curl command behind --from, got "broken.gz"/],
  ])('is refused where it is neither: %s', async (from, message) => {
    writeFileSync(join(folder, 'notes.txt'), 'hello')
    writeFileSync(join(folder, 'broken.gz'), gzipSync(LOG).subarray(0, 20))
    await expect(readTraffic(from, folder)).rejects.toThrow(message)
  })
})
