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
  it('keeps the host and hides the password before it', () => {
    expect(redactUrl('ftp://user:hunter2@h/a')).toMatch(/^ftp:\/\/.*@h\/a$/)
    expect(redactUrl('ftp://user:hunter2@h/a')).not.toContain('hunter2')
  })
})
