import { describe, expect, it } from 'vitest'
import { givenAddress } from '../../../harness/init/given-address.ts'

const NOTHING = { url: null, paths: [], metrics: [], from: null }
const SERVICE = 'http://127.0.0.1:5000'

describe('the address that somebody gave', () => {
  it.each([
    ['a service alone', { url: SERVICE }, {}],
    ['a service with a slash', { url: `${SERVICE}/` }, {}],
    ['a path that stands alone is asked for', { url: `${SERVICE}/predict` }, { url: SERVICE, paths: ['/predict'] }],
    ['so is one with a slash at its end', { url: `${SERVICE}/api/` }, { url: SERVICE, paths: ['/api/'] }],
    [
      'with its query, without its fragment',
      { url: `${SERVICE}/search?q=a%20b#top` },
      { url: SERVICE, paths: ['/search?q=a%20b'] },
    ],
    ['a query alone is of the root', { url: `${SERVICE}/?page=2` }, { url: SERVICE, paths: ['/?page=2'] }],
    ['before other paths it is their base', { url: `${SERVICE}/api`, paths: ['/orders'] }, {}],
    ['before imported traffic it is the base', { url: `${SERVICE}/api`, from: 'openapi.yaml' }, {}],
    ['the page of metrics is that', { url: `${SERVICE}/metrics` }, { url: SERVICE, metrics: [`${SERVICE}/metrics`] }],
    ['credentials are left to whoever refuses them', { url: 'http://ada:pw@127.0.0.1/x' }, {}],
    ['no URL at all is left to whoever refuses it', { url: '127.0.0.1:5000/predict' }, {}],
    ['nothing', {}, {}],
  ])('%s', (_, given, expected) => {
    const whole = { ...NOTHING, ...given }
    const { from, ...unchanged } = whole
    expect(givenAddress(whole)).toEqual({ ...unchanged, ...expected })
  })

  it.each([
    { url: `${SERVICE}/search?api_key=hunter2` },
    { url: SERVICE, paths: ['/search?q=1&access_token=hunter2'] },
  ])('never brings a secret into a scenario: $url', (given) => {
    const attempt = () => givenAddress({ ...NOTHING, ...given })
    expect(attempt).toThrow(/whose (?:api_key|access_token) looks like a secret; --from/)
    expect(attempt).not.toThrow(/hunter2/)
  })
})
