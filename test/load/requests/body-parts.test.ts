import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MultipartPart, RequestBody } from '../../../core/scenario/load-plan.ts'
import { bodyParts, writtenWhole } from '../../../load/requests/body-parts.ts'

function whole(body: RequestBody | null) {
  const { contentType, parts } = bodyParts(body, writtenWhole)
  return { contentType, bytes: Buffer.concat(parts.map((part) => Buffer.from(part))) }
}

async function received(body: RequestBody): Promise<[string, unknown][]> {
  const { contentType, bytes } = whole(body)
  const form = await new Response(bytes, { headers: { 'content-type': contentType ?? '' } }).formData()
  return Promise.all(
    [...form].map(
      async ([name, value]): Promise<[string, unknown]> => [
        name,
        typeof value === 'string'
          ? value
          : {
              filename: value.name,
              type: value.type,
              bytes: Buffer.from(await value.arrayBuffer()).toString('latin1'),
            },
      ],
    ),
  )
}

describe('a body', () => {
  it('of JSON is what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(whole({ kind: 'json', value }).bytes.toString()).toBe(Buffer.from(JSON.stringify(value)).toString())
      }),
    )
  })

  it('of a form is read as such by others', async () => {
    const fields = [
      { name: 'a b', value: 'x&y=z + ü\r\n' },
      { name: 'a b', value: '' },
    ]
    const body = { kind: 'form', fields } as const
    expect(whole(body).contentType).toBe('application/x-www-form-urlencoded')
    expect(await received(body)).toEqual(fields.map(({ name, value }) => [name, value]))
  })

  it('of several parts is read as such by others', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    const parts: MultipartPart[] = [
      { name: 'title', value: 'a "b" ü\r\n--' },
      { name: 'photo "1"', file: '/a/b.png', filename: 'ü "b".png', type: 'image/png', bytes },
      { name: 'title', value: '' },
    ]
    expect(await received({ kind: 'multipart', parts })).toEqual([
      ['title', 'a "b" ü\r\n--'],
      ['photo "1"', { filename: 'ü "b".png', type: 'image/png', bytes: Buffer.from(bytes).toString('latin1') }],
      ['title', ''],
    ])
  })

  it('of several parts is the same each time, and parted by what is in none of them', () => {
    const of = (value: string) => bodyParts({ kind: 'multipart', parts: [{ name: 'a', value }] }, writtenWhole)
    const { boundary = '' } = of('x')
    expect(of('x')).toEqual(of('x'))
    expect(of(boundary).boundary).not.toBe(boundary)
  })

  it('may be none', () => {
    expect(whole(null)).toEqual({ contentType: null, bytes: Buffer.alloc(0) })
  })
})
