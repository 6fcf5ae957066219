import { expect, it } from 'vitest'
import type { Target } from '../../../core/scenario/target.ts'
import { refuseProxies } from '../../../harness/target/refuse-proxies.ts'

const metrics = { urls: ['http://metrics.example/metrics'], histogram: 'h', match: '', requests: [] }
const target: Target = { url: 'http://127.0.0.1:8080', verifyTls: true, metrics: null }
const environment = { HTTP_PROXY: 'http://user:secret@proxy:3128' }

it.each<[string, Target, string]>([
  [
    'of the target',
    { ...target, url: 'http://shop.example/api' },
    'target.url: expected a way to shop.example without',
  ],
  ['of its metrics', { ...target, metrics }, 'target.metrics.url: expected a way to metrics.example without'],
])('names the variable and no more of it: %s', (_, refused, begin) => {
  const refuse = () => refuseProxies(refused, environment)
  expect(refuse).toThrow(begin)
  expect(refuse).toThrow('HTTP_PROXY')
  expect(refuse).not.toThrow('secret')
})

it.each<[string, Target]>([
  ['what is on this machine', target],
  ['a unix domain socket, whatever its Host', { ...target, url: 'http://shop.example', socket: '/run/app.sock' }],
  ['metrics on a socket', { ...target, metrics: { ...metrics, reached: { vias: [{ socket: '/run/app.sock' }] } } }],
])('lets pass %s', (_, passed) => {
  expect(() => refuseProxies(passed, environment)).not.toThrow()
})
