import { expect, it } from 'vitest'
import { unsetReferences } from '../../scenario-file/unset-references.ts'

const FILE = `x-token: &token "Bearer \${TOKEN}"
name: shop
question: Is \${NOBODY} asked?
target:
  url: "http://\${HOST}:\${PORT}/"
  metrics: { url: 'http://127.0.0.1/metrics', bearer: "\${SECRET}", histogram: h }
request:
  path: /\${HOST}
  headers: { Authorization: *token, X-Literal: "$\${NOT_MEANT}" }
  json: { cart: [{ user: "\${SHOP_USER}" }] }
load: { phases: [{ name: a, for: 1s, rate: 1 }] }
`

it('names each variable that is not set with its place, and no others', () => {
  expect(unsetReferences(FILE, 'shop.yaml', { PORT: '80', SECRET: '' })).toEqual([
    'shop.yaml:5 target.url: warning: the environment variable HOST is not set; a run needs it',
    'shop.yaml:8 request.path: warning: the environment variable HOST is not set; a run needs it',
    'shop.yaml:9 request.headers.Authorization: warning: the environment variable TOKEN is not set; a run needs it',
    'shop.yaml:10 request.json.cart[0].user: warning: the environment variable SHOP_USER is not set; a run needs it',
  ])
})

it('says nothing where all are set', () => {
  const environment = { HOST: 'a', PORT: '80', SECRET: 'b', TOKEN: 'c', SHOP_USER: 'd' }
  expect(unsetReferences(FILE, 'shop.yaml', environment)).toEqual([])
})
