import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { MOST_BODY_BYTES } from '../../../load/connections/connection.ts'
import { decodeBody } from '../../../load/responses/decode-body.ts'

const BODY = Buffer.from('{"name":"Zoë"}')

describe('a body is unpacked', () => {
  it.each<[string, Buffer, string | null]>([
    ['that is not packed', BODY, null],
    ['identity', BODY, 'identity'],
    ['gzip', gzipSync(BODY), 'gzip'],
    ['gzip by its old name, in other letters', gzipSync(BODY), 'X-GZip'],
    ['deflate', deflateSync(BODY), 'deflate'],
    ['deflate without the frame of zlib', deflateRawSync(BODY), 'deflate'],
    ['br', brotliCompressSync(BODY), 'br'],
    ['two codings, the last one first', gzipSync(brotliCompressSync(BODY)), 'br, gzip'],
  ])('%s', (_, packed, coding) => {
    expect(decodeBody(packed, coding)).toEqual(BODY)
  })

  it('is empty where there is none, whatever its head says', () => {
    expect(decodeBody(Buffer.alloc(0), 'gzip')).toEqual(Buffer.alloc(0))
  })
})

describe('a body is not unpacked', () => {
  it.each<[string, Buffer, string, RegExp, true?]>([
    ['in a coding that is not known', BODY, 'zstd', /^a body compressed as zstd, which is not read$/, true],
    ['that is something else', BODY, 'gzip', /^a body that is not the gzip that it is said to be: /],
    ['that is cut off', gzipSync(BODY).subarray(0, 20), 'gzip', /^a body that is not the gzip/],
    ['br that is something else', Buffer.from('hello'), 'br', /^a body that is not the br/],
    ['deflate that is something else', Buffer.from('hello'), 'deflate', /^a body that is not the deflate/],
    ['many times over', BODY, 'gzip,gzip,gzip,gzip', /^a body that is compressed 4 times$/, true],
  ])('%s', (_, packed, coding, problem, isUnreadable) => {
    expect(decodeBody(packed, coding)).toEqual({
      problem: expect.stringMatching(problem),
      ...(isUnreadable && { isUnreadable }),
    })
  })

  it.each<[string, (body: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('that is a bomb of %s', (coding, pack) => {
    const bomb = pack(Buffer.alloc(MOST_BODY_BYTES + 1))
    expect(bomb.length).toBeLessThan(20_000)
    expect(decodeBody(bomb, coding)).toEqual({
      problem: 'a body of more than 16 MB when it is unpacked',
      isUnreadable: true,
      moreThanBytes: MOST_BODY_BYTES,
    })
  })
})
