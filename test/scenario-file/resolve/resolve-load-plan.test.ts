import { describe, expect, it } from 'vitest'
import { DEFAULT_SCRAPE_LIMITS } from '../../../core/scenario/scrape-limits.ts'
import { UserError } from '../../../core/user-error.ts'
import { resolveLoadPlan } from '../../../scenario-file/resolve/resolve-load-plan.ts'
import { resolveTarget } from '../../../scenario-file/resolve/resolve-target.ts'
import { parsed, TWO_PHASES } from '../scenario-text.ts'

const environment = { HOST: 'example.org', TOKEN: 's3cret', ID: '17', LINES: 'a\nX-Evil: b', SPACE: 'a b' }
const url = 'http://127.0.0.1:5000'

const withRequest = (request: string) => parsed(`${TWO_PHASES}request: ${request}\n`)

describe('resolveLoadPlan', () => {
  it('puts the values of the environment in place', () => {
    const scenario = withRequest(`{ path: "/p/\${ID}?a=$\${b}", headers: { Authorization: "Bearer \${TOKEN}" } }`)
    expect(resolveLoadPlan(scenario, { url, environment })).toEqual({
      url,
      verifyTls: true,
      requests: [
        {
          ...scenario.requests[0],
          path: `/p/17?a=\${b}`,
          headers: { Authorization: 'Bearer s3cret' },
        },
      ],
      arrivals: 'poisson',
      seed: 1,
      connections: 256,
      timeoutSeconds: 10,
      phases: scenario.load.phases,
      engine: 'autocannon',
      timers: 'auto',
      workers: 1,
    })
  })

  it('puts them into bodies and into what is expected of answers, as text that ends no quote', () => {
    const request = `{ json: { user: { name: "\${TOKEN}", tags: ["a-\${ID}", 5, null] }, literal: "$\${x}" }, expect: { json: { id: "\${ID}" } } }`
    const [json] = resolveLoadPlan(withRequest(request), { url, environment: { TOKEN: 'a"b\n', ID: '17' } }).requests
    expect(json?.body).toEqual({
      kind: 'json',
      value: { user: { name: 'a"b\n', tags: ['a-17', 5, null] }, literal: `\${x}` },
    })
    expect(json?.expect).toEqual({ statuses: [], json: { id: '17' } })
    const [text] = resolveLoadPlan(withRequest(`{ text: "id=\${ID}&t=\${TOKEN}" }`), { url, environment }).requests
    expect(text?.body).toEqual({ kind: 'text', text: 'id=17&t=s3cret' })
  })

  it('takes seed and workers from its options', () => {
    const plan = resolveLoadPlan(withRequest('{}'), { url, environment, seed: 7, workers: 3 })
    expect([plan.seed, plan.workers]).toEqual([7, 3])
  })

  it('trusts any certificate only where the scenario says so', () => {
    const verifyTls = (target: string) =>
      resolveLoadPlan(parsed(`${TWO_PHASES}target: ${target}\n`), { url, environment }).verifyTls
    expect(verifyTls('{ url: "https://a" }')).toBe(true)
    expect(verifyTls('{ url: "https://a", insecure: true }')).toBe(false)
  })

  it.each([
    [
      'a header whose variable is not set',
      `{ headers: { A: "\${NOPE}" } }`,
      'request "GET /predict", header A: expected the environment variable NOPE to be set, got nothing',
    ],
    [
      'a body of JSON whose variable is not set',
      `{ json: { a: ["\${NOPE}"] } }`,
      'request "POST /predict", body: expected the environment variable NOPE to be set, got nothing',
    ],
    [
      'a body of text whose variable is not set',
      `{ text: "\${NOPE}" }`,
      'request "POST /predict", body: expected the environment variable NOPE to be set, got nothing',
    ],
    [
      'an expected answer whose variable is not set',
      `{ expect: { json: { a: "\${NOPE}" } } }`,
      'request "GET /predict", expect.json: expected the environment variable NOPE to be set, got nothing',
    ],
    [
      'a path whose variable is not set',
      `{ path: "/\${NOPE}" }`,
      `request "GET /\${NOPE}", path: expected the environment variable NOPE to be set, got nothing`,
    ],
    [
      'a variable that would inject a header',
      `{ headers: { A: "\${LINES}" } }`,
      `request "GET /predict", header A: expected text of one line after substitution, got more (\${LINES})`,
    ],
    [
      'a variable that makes the path invalid',
      `{ path: "/a/\${SPACE}" }`,
      `request "GET /a/\${SPACE}", path: expected a path that begins with / and has no spaces and no # after substitution, got one that is not (/a/\${SPACE})`,
    ],
    [
      'a path that consists of a variable and does not become a path',
      `{ path: "\${ID}" }`,
      `request "GET \${ID}", path: expected a path that begins with / and has no spaces and no # after substitution, got one that is not (\${ID})`,
    ],
  ])('refuses %s', (_, request, message) => {
    const resolve = () => resolveLoadPlan(withRequest(request), { url, environment })
    expect(resolve).toThrow(message)
    expect(resolve).toThrow(UserError)
  })

  it('shows no value of a variable in an error', () => {
    const resolve = () => resolveLoadPlan(withRequest(`{ headers: { A: "\${LINES}" } }`), { url, environment })
    expect(resolve).toThrow(/^(?!.*X-Evil).*header A: expected/s)
  })
})

describe('the route to a target', () => {
  it('is handed on, and its Host stands in each request that names none', () => {
    const scenario = withRequest('{ headers: { A: b } }')
    const plan = resolveLoadPlan(scenario, { url, environment, route: { socket: '/run/app.sock' }, host: 'shop.test' })
    expect(plan.route).toEqual({ socket: '/run/app.sock' })
    expect(plan.requests[0]?.headers).toEqual({ Host: 'shop.test', A: 'b' })
    expect(resolveLoadPlan(scenario, { url, environment })).not.toHaveProperty('route')
  })

  it('leaves alone a request with a Host of its own', () => {
    const scenario = withRequest('{ headers: { hOST: own.test } }')
    const plan = resolveLoadPlan(scenario, { url, environment, host: 'shop.test' })
    expect(plan.requests[0]?.headers).toEqual({ hOST: 'own.test' })
  })
})

describe('resolveTarget', () => {
  const target = { url: `https://\${HOST}/api`, verifyTls: true, metrics: null }
  const metrics = {
    urls: [`http://\${HOST}:9100/metrics`, 'http://b/metrics'],
    histogram: 'h',
    match: '',
    requests: [],
  }

  it('puts the environment into every URL', () => {
    expect(resolveTarget({ ...target, metrics }, environment)).toEqual({
      url: 'https://example.org/api',
      verifyTls: true,
      metrics: { ...metrics, urls: ['http://example.org:9100/metrics', 'http://b/metrics'] },
    })
    expect(resolveTarget(target, environment).metrics).toBeNull()
  })

  it('puts the environment into the Host header, and refuses what would be more than one', () => {
    expect(resolveTarget({ ...target, host: `\${HOST}:8443` }, environment).host).toBe('example.org:8443')
    const resolve = () => resolveTarget({ ...target, host: `\${LINES}` }, environment)
    expect(resolve).toThrow(/^(?!.*X-Evil)target\.host: expected/s)
  })

  const scrape = {
    labels: { host: `\${HOST}` },
    urlLabels: [{ zone: `\${HOST}-a` }],
    honorLabels: false,
    headers: { 'X-Host': `\${HOST}` },
    credentials: { kind: 'bearer' as const, token: `t-\${HOST}` },
    verifyTls: null,
    limits: DEFAULT_SCRAPE_LIMITS,
  }

  it('puts the environment into labels, headers and credentials of the metrics', () => {
    expect(resolveTarget({ ...target, metrics: { ...metrics, scrape } }, environment).metrics?.scrape).toEqual({
      ...scrape,
      labels: { host: 'example.org' },
      urlLabels: [{ zone: 'example.org-a' }],
      headers: { 'X-Host': 'example.org' },
      credentials: { kind: 'bearer', token: 't-example.org' },
    })
  })

  it.each([
    [
      { headers: { A: `\${LINES}` } },
      'target.metrics.headers.A: expected text of one line after substitution, got more',
    ],
    [
      { credentials: { kind: 'bearer' as const, token: `\${NOPE}` } },
      'target.metrics.bearer: expected the environment variable NOPE to be set',
    ],
    [
      { credentials: { kind: 'basic' as const, user: 'a:b', password: '' } },
      'target.metrics.basic.user: expected a name without a colon',
    ],
  ])('refuses %j', (wrong, message) => {
    const resolve = () =>
      resolveTarget({ ...target, metrics: { ...metrics, scrape: { ...scrape, ...wrong } } }, environment)
    expect(resolve).toThrow(message)
  })

  it('names the place of a variable that is not set', () => {
    expect(() => resolveTarget({ ...target, url: `http://\${NOPE}` }, environment)).toThrow(
      'target.url: expected the environment variable NOPE to be set',
    )
    expect(() => resolveTarget({ ...target, metrics: { ...metrics, urls: [`\${NOPE}`] } }, environment)).toThrow(
      'target.metrics.url: expected the environment variable NOPE to be set',
    )
  })

  it('refuses a text that does not become a URL, without showing the secret', () => {
    const resolve = () => resolveTarget({ ...target, url: `ftp://me:pass@\${HOST}` }, environment)
    expect(resolve).toThrow(`target.url: expected ftp://[redacted]@\${HOST} to become a URL with http:// or https://`)
  })
})

describe('values of the run', () => {
  const data = `data: { users: { file: users.csv } }\n`
  const resolve = (request: string, files = {}) =>
    resolveLoadPlan(parsed(`${TWO_PHASES}${data}request: ${request}\n`), {
      url: 'http://h',
      environment: { TOKEN: `5$\${users.email}` },
      files: { data: [], uploads: new Map(), ...files },
    }).requests[0]

  it('stay references in a request that has some, and nothing else can be taken for one', () => {
    const request = `{ path: "/\${users.First Name}?t=\${TOKEN}&p=$1", headers: { X: "\${TOKEN}\${users.email}" }, form: { a: "$\${users.email}" } }`
    expect(resolve(request)).toMatchObject({
      varies: true,
      path: `/\${users.First Name}?t=5$$$$\{users.email}&p=$$1`,
      headers: { X: `5$$$$\{users.email}\${users.email}` },
      body: { kind: 'form', fields: [{ name: 'a', value: `$$\{users.email}` }] },
    })
  })

  it('leave a request without any as it is sent', () => {
    expect(resolve(`{ path: "/a?t=\${TOKEN}", text: "$\${users.email}" }`)).toEqual({
      ...parsed(`${TWO_PHASES}request: { path: "/", text: x }\n`).requests[0],
      name: expect.any(String),
      path: `/a?t=5$\${users.email}`,
      body: { kind: 'text', text: `\${users.email}` },
    })
  })

  it('has what is uploaded', () => {
    const bytes = Buffer.from('x')
    const uploads = new Map([['/project/scenarios/photo.jpg', bytes]])
    const request = '{ multipart: { photo: { file: photo.jpg } } }'
    expect(resolve(request, { uploads })).toMatchObject({ body: { parts: [{ name: 'photo', bytes }] } })
    expect(() => resolve(request)).toThrow('/project/scenarios/photo.jpg: expected a file to upload')
  })
})
