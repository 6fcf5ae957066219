import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { examineFile } from '../../../harness/validation/examine-file.ts'
import { knownTarget } from '../../../harness/validation/known-target.ts'
import { examinedFolder, P95, PAGE } from './examined-folder.ts'

const folder = examinedFolder()

describe('a scenario', () => {
  const scenario = (alert: string) => `name: mine
load: { phases: [{ name: only, for: 9s, rate: 20 }] }
target: { url: http://127.0.0.1:9, metrics: { url: http://127.0.0.1:9/metrics, histogram: latency_seconds } }
sla: [p95 < 1s]
prometheus: { rules: rules.yml }
alerts: { ${alert}: never }
`
  const rules = `groups:
  - name: g
    rules:
      - { alert: Between, expr: '${P95} > 2' }
      - { alert: Native, expr: 'histogram_quantile(0.95, sum(rate(latency_seconds[5s]))) > 1' }
`
  const examined = async (alert: string, allOfPromql = false) => {
    const path = folder.at('mine.yaml')
    writeFileSync(path, scenario(alert))
    writeFileSync(folder.at('rules.yml'), rules)
    writeFileSync(folder.at('page.txt'), PAGE)
    const target = await knownTarget({ metrics: folder.at('page.txt') }, {})
    return examineFile({ path, isNamed: true }, { target, allOfPromql })
  }

  it('takes the bounds of its target from what is given', async () => {
    const found = await examined('Between')
    expect('findings' in found && found.findings.map(({ subject, severity }) => [subject, severity])).toEqual([
      ['Between', 'warning'],
      ['Native', 'warning'],
    ])
  })

  it('is refused where it asks about an alert that is not evaluated', async () => {
    await expect(examined('Native')).rejects.toThrow(
      /rules\.yml:5 Native: expected an alert that the embedded evaluator/,
    )
  })

  it('is not where a real Prometheus evaluates it', async () => {
    const found = await examined('Native', true)
    expect('findings' in found && found.findings.map(({ subject }) => subject)).toEqual(['Between'])
  })
})

describe('a scenario with data', () => {
  const text = (more: string) => `name: mine
load: { arrivals: constant, phases: [{ name: only, for: 9s, rate: 2 }] }
data: { users: { file: users.csv${more} }, unused: { file: users.csv } }
request: { path: "/\${users.id}" }
`

  it('has its files read whole, and what is unused noted', async () => {
    writeFileSync(folder.at('users.csv'), `id\n${'1\n'.repeat(18)}`)
    const printed = await folder.printed('mine.yaml', text(', order: once'))
    expect(printed).toContain('18 rows of users')
    expect(printed).toContain('note: data.unused: no request draws a row from it')
  })

  it('is refused with the line of the data file, and where rows run out', async () => {
    writeFileSync(folder.at('users.csv'), `id\n1\n1,2\n`)
    await expect(folder.printed('mine.yaml', text(''))).rejects.toThrow('users.csv:3: expected 1 value, got 2')
    writeFileSync(folder.at('users.csv'), `id\n${'1\n'.repeat(17)}`)
    await expect(folder.printed('mine.yaml', text(', order: once'))).rejects.toThrow(
      'mine.yaml:3 data.users: expected at least 18 rows',
    )
  })
})

describe('a scenario of another machine', () => {
  const remarksOn = async (more: string, url = 'http://shop.example:8080') => {
    const path = folder.at('elsewhere.yaml')
    writeFileSync(
      path,
      `name: mine\nload: { phases: [{ name: only, for: 9s, rate: 2 }] }\ntarget: { url: "${url}" }\n${more}\n`,
    )
    const found = await examineFile({ path, isNamed: true }, { target: await knownTarget({}, {}) })
    return 'remarks' in found ? found.remarks : []
  }

  it('is told what a run needs, and no more once its host is named or not known', async () => {
    expect(await remarksOn('')).toEqual([
      expect.stringMatching(/note: target\.url: a run needs allowHosts or --allow-host to name shop\.example:8080$/),
    ])
    expect(await remarksOn('allowHosts: [shop.example]')).toEqual([])
    expect(await remarksOn('', '$${HOST}'.slice(1))).toEqual([expect.stringContaining('HOST is not set')])
  })
})
