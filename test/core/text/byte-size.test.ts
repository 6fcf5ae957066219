import { expect, it } from 'vitest'
import { formatByteSize, parseByteSize } from '../../../core/text/byte-size.ts'

it.each([
  ['0', 0],
  ['100B', 100],
  ['512KB', 524_288],
  ['64MB', 67_108_864],
  ['64 MiB', 67_108_864],
  ['1.5gb', 1_610_612_736],
  [' 1kb ', 1024],
])('reads %j as %d bytes', (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes)
})

it.each(['', '64', '-1MB', '64M', 'MB', '1,5MB', '1TBs', '6 4MB'])('does not read %j', (text) => {
  expect(parseByteSize(text)).toBeUndefined()
})

it.each([
  [0, '0 B'],
  [1000, '1000 B'],
  [1024, '1 KB'],
  [67_108_864, '64 MB'],
  [1_610_612_736, '1.5 GB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatByteSize(bytes)).toBe(text)
})
