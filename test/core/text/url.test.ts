import { describe, expect, it } from 'vitest'
import { isHttpUrl } from '../../../core/text/url.ts'

describe('isHttpUrl', () => {
  it.each([
    ['http://127.0.0.1:8080', true],
    ['https://example.org/api?a=b', true],
    ['ftp://example.org', false],
    ['http://', false],
    ['127.0.0.1:8080', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isHttpUrl(text)).toBe(expected)
  })
})
