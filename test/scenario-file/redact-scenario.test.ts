import { describe, expect, it } from 'vitest'
import { redactScenario } from '../../scenario-file/redact-scenario.ts'

import { parsed, TWO_PHASES } from './scenario-text.ts'

const CWD = '/project'
const redacted = (added: string) => redactScenario(parsed(`${TWO_PHASES}${added}\n`), CWD)

describe('redactScenario', () => {
  it.each([
    ['Authorization', 'Bearer abc', '[redacted]'],
    ['authorization', `Bearer \${TOKEN}`, `Bearer \${TOKEN}`],
    ['Authorization', `Basic \${USER}:\${PASSWORD}`, `Basic \${USER}[redacted]\${PASSWORD}`],
    ['Cookie', 'session=1', '[redacted]'],
    ['X-Api-Key', `prefix-\${KEY}`, `[redacted]\${KEY}`],
    ['X-Auth-Token', `$\${TOKEN}`, '[redacted]'],
    ['My-Secret', 'x', '[redacted]'],
    ['X-Credentials', 'x', '[redacted]'],
    ['X-Passwort', 'x', '[redacted]'],
    ['X-Empty-Token', '', ''],
    ['Accept', 'application/json', 'application/json'],
    ['X-Request-Id', `\${ID}`, `\${ID}`],
  ])('the header %s: %s is shown as %s', (header, value, shown) => {
    const report = redacted(`request: { headers: { ${header}: ${JSON.stringify(value)} } }`)
    expect(report).toMatchObject({ requests: [{ headers: { [header]: shown } }] })
  })

  it('hides passwords in URLs, parameters and JSON bodies', () => {
    const report = redacted(`target:
  url: https://me:hunter2@a/api
  metrics: { urls: ["http://\${USER}:\${PASS}@b/metrics", "http://c/?token=abc&x=1"], histogram: h }
request: { path: "/p?api_key=abc&q=\${Q}", json: { user: me, password: hunter2, secret: "\${PW}", name: "\${NAME}", deep: [{ apiKey: k, n: 1 }] } }`)
    expect(report).toMatchObject({
      service: {
        target: {
          url: 'https://[redacted]@a/api',
          metrics: { urls: [`http://\${USER}:\${PASS}@b/metrics`, 'http://c/?token=[redacted]&x=1'] },
        },
      },
      requests: [
        {
          path: `/p?api_key=[redacted]&q=\${Q}`,
          body: {
            value: {
              user: 'me',
              password: '[redacted]',
              secret: `\${PW}`,
              name: `\${NAME}`,
              deep: [{ apiKey: '[redacted]', n: 1 }],
            },
          },
        },
      ],
    })
    expect(JSON.stringify(report)).not.toMatch(/hunter2|abc/)
  })

  it('hides what is sent to be let in to the metrics', () => {
    const metrics = (access: string) =>
      redacted(`target: { url: "http://a", metrics: { url: "http://a", histogram: h, ${access} } }`)
    expect(metrics(`bearer: "\${TOKEN}", headers: { X-Scope: hunter2 }, labels: { namespace: shop }`)).toMatchObject({
      service: {
        target: {
          metrics: {
            scrape: {
              credentials: { kind: 'bearer', token: `\${TOKEN}` },
              headers: { 'X-Scope': '[redacted]' },
              labels: { namespace: 'shop' },
            },
          },
        },
      },
    })
    for (const access of ['bearer: hunter2', 'basic: { user: hunter2, password: hunter2 }'])
      expect(JSON.stringify(metrics(access))).not.toContain('hunter2')
  })

  it('shows files relative to the working directory, and others without their folders', () => {
    const scenario = parsed(
      `${TWO_PHASES}prometheus: { rules: rules.yml }\nserver: { latency: { trace: { file: trace.txt } } }\n`,
    )
    expect(redactScenario(scenario, '/project')).toMatchObject({
      file: 'scenarios/example.yaml',
      prometheus: { rulesFile: 'scenarios/rules.yml' },
      service: { behaviour: { latency: { kind: 'trace', file: 'scenarios/trace.txt' } } },
    })
    expect(redactScenario(scenario, '/home/me')).toMatchObject({
      file: 'example.yaml',
      prometheus: { rulesFile: 'rules.yml' },
      service: { behaviour: { latency: { file: 'trace.txt' } } },
    })
    const several = parsed(`${TWO_PHASES}prometheus: { rules: [rules.yml, trace.txt] }\n`)
    expect(redactScenario(several, '/project')).toMatchObject({
      prometheus: { rulesFile: ['scenarios/rules.yml', 'scenarios/trace.txt'] },
    })
  })

  it('hides the passphrase of a key, and the folders of files that no scenario could have', () => {
    const target = `{ url: "https://a", socket: /run/shop/app.sock, tls: { ca: rules.yml, cert: trace.txt, key: "\${KEY}", passphrase: open }, metrics: { url: "https://a", histogram: h, tls: { cert: rules.yml, key: rules.yml, passphrase: "\${P}" }, socket: m.sock } }`
    expect(redactScenario(parsed(`${TWO_PHASES}target: ${target}\n`), '/home/me')).toMatchObject({
      service: {
        target: {
          socket: 'app.sock',
          tls: { ca: 'rules.yml', cert: 'trace.txt', key: `\${KEY}`, passphrase: '[redacted]' },
          metrics: { tls: { passphrase: `\${P}` }, sockets: ['m.sock'] },
        },
      },
    })
  })

  it('is plain JSON: an unlimited concurrency is a word, not null', () => {
    const report = redacted('')
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(report).toMatchObject({ service: { behaviour: { concurrency: 'unlimited' } } })
  })

  it('does not change the scenario itself', () => {
    const scenario = parsed(`${TWO_PHASES}request: { headers: { Authorization: secret } }\n`)
    redactScenario(scenario, CWD)
    expect(scenario.requests[0]?.headers).toEqual({ Authorization: 'secret' })
  })

  it('hides passwords in forms, and shows files of data and uploads without their folders', () => {
    const report = redacted(`data: { users: { file: users.csv } }
requests:
  - { path: "/\${users.email}", form: { user: me, password: hunter2, token: "\${users.email}" } }
  - { path: /up, multipart: { apiKey: hunter2, photo: { file: photo.jpg } } }`)
    expect(report).toMatchObject({
      data: [{ name: 'users', file: 'scenarios/users.csv', order: 'sequence' }],
      requests: [
        {
          path: `/\${users.email}`,
          body: {
            fields: [
              { name: 'user', value: 'me' },
              { name: 'password', value: '[redacted]' },
              { name: 'token', value: `\${users.email}` },
            ],
          },
        },
        {
          body: {
            parts: [
              { name: 'apiKey', value: '[redacted]' },
              { name: 'photo', file: 'scenarios/photo.jpg' },
            ],
          },
        },
      ],
    })
    expect(JSON.stringify(report)).not.toContain('hunter2')
  })
})
