import { describe, expect, it } from 'vitest'
import { isHttpUrl, originAndPath, redactUrl } from '../../../core/text/url.ts'

describe('isHttpUrl', () => {
  it.each([
    ['http://127.0.0.1:5000', true],
    ['https://host/path?a=b', true],
    ['ftp://host/path', false],
    ['/path', false],
    ['nonsense', false],
  ])('%s: %s', (url, expected) => {
    expect(isHttpUrl(url)).toBe(expected)
  })
})

describe('originAndPath', () => {
  it('leaves out credentials, query and fragment', () => {
    expect(originAndPath('https://user:secret@h:8443/metrics?token=secret#x')).toBe('https://h:8443/metrics')
  })
})

describe('redactUrl', () => {
  it.each([
    ['http://a/b', 'http://a/b'],
    ['http://token@a', 'http://[redacted]@a'],
    ['http://a/me@b', 'http://a/me@b'],
    [`http://me:\${PASS}@a`, `http://[redacted]:\${PASS}@a`],
    ['http://a?x=1&secret=&token=t#f', 'http://a?x=1&secret=&token=[redacted]#f'],
  ])('%s becomes %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })

  it('keeps the host and hides the password before it', () => {
    expect(redactUrl('ftp://user:hunter2@h/a')).toMatch(/^ftp:\/\/.*@h\/a$/)
    expect(redactUrl('ftp://user:hunter2@h/a')).not.toContain('hunter2')
  })
})
