import { describe, expect, it } from 'vitest'
import { proxyVariable } from '../../../harness/target/proxy-variable.ts'

const ALL = { HTTP_PROXY: 'http://p:3128', HTTPS_PROXY: 'http://p:3128' }

describe('proxyVariable', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['http://shop.example', { HTTP_PROXY: 'http://p' }, 'HTTP_PROXY'],
    ['http://shop.example', { http_proxy: 'http://p', HTTP_PROXY: 'http://q' }, 'http_proxy'],
    ['http://shop.example', { HTTPS_PROXY: 'http://p' }, undefined],
    ['https://shop.example', { HTTPS_PROXY: 'http://p', HTTP_PROXY: 'http://q' }, 'HTTPS_PROXY'],
    ['https://shop.example', { https_proxy: 'http://p' }, 'https_proxy'],
    ['https://shop.example', { HTTP_PROXY: 'http://p' }, undefined],
    ['http://shop.example', { ALL_PROXY: 'socks5://p' }, 'ALL_PROXY'],
    ['https://shop.example', { all_proxy: 'socks5://p' }, 'all_proxy'],
    ['http://shop.example', { HTTP_PROXY: '' }, undefined],
    ['http://shop.example', { HTTP_PROXY: ' ' }, undefined],
    ['http://shop.example', {}, undefined],
  ])('of %s with %j is %s', (url, environment, variable) => {
    expect(proxyVariable(new URL(url), environment)).toBe(variable)
  })

  it.each([
    'http://localhost:8080',
    'https://api.localhost',
    'http://127.0.0.1:1',
    'http://127.9.9.9',
    'http://[::1]:8080',
  ])('is none on loopback: %s', (url) => {
    expect(proxyVariable(new URL(url), { ...ALL, ALL_PROXY: 'http://p' })).toBeUndefined()
  })

  it.each<[string, string, boolean]>([
    ['shop.example', 'http://shop.example', true],
    ['shop.example', 'http://api.shop.example', true],
    ['.shop.example', 'http://api.shop.example', true],
    ['*.shop.example', 'http://api.shop.example', true],
    ['shop.example', 'http://myshop.example', false],
    ['SHOP.example', 'http://shop.example', true],
    ['a.example, shop.example', 'http://shop.example', true],
    ['a.example shop.example', 'http://shop.example', true],
    ['shop.example:8080', 'http://shop.example:8080', true],
    ['shop.example:8080', 'http://shop.example', false],
    ['shop.example:443', 'https://shop.example', true],
    ['*', 'https://shop.example', true],
    ['10.0.0.7', 'http://10.0.0.7:80', true],
    ['10.0.0.7', 'http://10.0.0.70', false],
    ['10.0.0.0/8', 'http://10.200.3.4', true],
    ['10.0.0.0/8', 'http://11.0.0.1', false],
    ['10.0.0.0/8', 'http://shop.example', false],
    ['0.0.0.0/0', 'http://8.8.8.8', true],
    ['fd00::7', 'http://[fd00::7]:80', true],
    ['[fd00::7]:80', 'http://[fd00::7]:80', true],
    ['fd00::7', 'http://[fd00::8]', false],
    ['', 'http://shop.example', false],
    ['.', 'http://shop.example', false],
  ])('NO_PROXY=%s leaves out %s: %s', (list, url, isExempt) => {
    for (const name of ['NO_PROXY', 'no_proxy'])
      expect(proxyVariable(new URL(url), { ...ALL, [name]: list }) === undefined).toBe(isExempt)
  })
})
