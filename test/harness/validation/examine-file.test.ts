import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ExamineOptions, examineFile } from '../../../harness/validation/examine-file.ts'
import { examinedLines } from '../../../harness/validation/examined.ts'
import { knownTarget } from '../../../harness/validation/known-target.ts'
import { goldenFile } from '../../support/golden.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'examine-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

const PAGE = `# TYPE latency_seconds histogram
latency_seconds_bucket{le="0.1"} 1
latency_seconds_bucket{le="1"} 2
latency_seconds_bucket{le="5"} 3
latency_seconds_bucket{le="+Inf"} 3
latency_seconds_sum 1
latency_seconds_count 3
`

/** What `validate` prints of a file with that text, without the folder. */
async function printed(name: string, text: string, known: 'page' | 'nothing' = 'nothing'): Promise<string> {
  const path = join(folder, name)
  writeFileSync(path, text)
  writeFileSync(join(folder, 'page.txt'), PAGE)
  const target = await knownTarget(known === 'page' ? { metrics: join(folder, 'page.txt') } : {}, {})
  const examined = await examineFile({ path, isNamed: true }, { target } satisfies ExamineOptions)
  if ('passedOver' in examined) throw new Error(`expected ${name} to be examined`)
  return `${examinedLines(examined).join('\n').replaceAll(`${folder}/`, '')}\n`
}

const P95 = 'histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))'

const RESOURCES = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
  - apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    spec:
      groups:
        - name: latency
          interval: 1m
          rules:
            - record: job:latency:rate5m
              expr: sum by (job) (rate(latency_seconds_bucket[5m]))
            - alert: Slow
              expr: |
                histogram_quantile(0.95, job:latency:rate5m) > 1
              for: 30s
            - alert: SlowNatively
              expr: >-
                histogram_quantile(0.95,
                  sum(rate(latency_seconds[5m]))
                ) > 1
              for: 10m
            - alert: TooHigh
              expr: ${P95} > 5
              for: 10m
            - alert: Between
              expr: ${P95} > 2
              for: 10m
`

const FORTY = `groups:
  - name: forty
    rules:
${Array.from({ length: 40 }, (_, i) => `      - { alert: Slow${i}, expr: '${P95} > ${i % 2 === 0 ? 1 : 0.1}', for: 1m }\n`).join('')}`

const DASHBOARD = JSON.stringify(
  {
    title: 'Service',
    panels: [
      {
        type: 'row',
        title: 'Latency',
        panels: [
          {
            title: 'P95',
            targets: [
              { refId: 'A', expr: P95.replace('5m', '$__rate_interval') },
              { refId: 'B', expr: `avg(${P95})` },
            ],
            fieldConfig: { defaults: { unit: 's', thresholds: { steps: [{ value: 8 }] } } },
          },
        ],
      },
      { title: 'Others', libraryPanel: { uid: 'u', name: 'Errors' } },
    ],
  },
  null,
  2,
)

const UNIT_TEST = `rule_files: [rules.yml]
tests:
  - interval: 1m
    input_series:
      - { series: 'latency_seconds_bucket{le="0.5"}', values: '0+1x9' }
      - { series: 'latency_seconds_bucket{le="+Inf"}', values: '0+1x9' }
`

describe('what is printed of', () => {
  it.each([
    ['resources.yml', RESOURCES, 'page'],
    ['forty.yml', FORTY, 'page'],
    ['dashboard.json', DASHBOARD, 'page'],
    ['dashboard-unknown.json', DASHBOARD, 'nothing'],
    ['rules.test.yml', UNIT_TEST, 'page'],
    ['unknown.test.yml', UNIT_TEST, 'nothing'],
  ] as const)('%s', async (name, text, known) => {
    await expect(await printed(name, text, known)).toMatchFileSnapshot(goldenFile(`validate/${name}.txt`))
  })
})

it('queries of a dashboard that are the same have each its own line', async () => {
  const panel = (title: string) => ({ title, targets: [{ refId: 'A', expr: `avg(${P95})` }] })
  const text = JSON.stringify({ title: 'Twice', panels: [panel('One'), panel('Two')] }, null, 2)
  const lines = (await printed('twice.json', text, 'page')).split('\n')
  const placed = lines.filter((line) => line.includes('One (A): note: this line') || line.includes('average'))
  const [first, second] = text.split('\n').flatMap((line, i) => (line.includes('avg(') ? [i + 1] : []))
  expect(placed).toEqual([
    expect.stringMatching(`^twice.json:${first} One \\(A\\): warning: .* \\(and of ${second} Two \\(A\\)\\)$`),
    expect.stringMatching(`^twice.json:${first} One \\(A\\): note: .* \\(and of ${second} Two \\(A\\)\\)$`),
  ])
})

it.each([
  [{}, '--scenario, --metrics or --prometheus tells them'],
  [{ metrics: 'other.txt' }, '--scenario or --prometheus tells them'],
  [{ metrics: 'other.txt', scenario: 'spike' }, '--prometheus tells them'],
])('bounds that are not known are asked of the flags that were not given: beside %j', async (given, remedy) => {
  writeFileSync(join(folder, 'other.txt'), 'up 1\n')
  writeFileSync(join(folder, 'b.test.yml'), UNIT_TEST)
  const sources = 'metrics' in given ? { ...given, metrics: join(folder, given.metrics) } : given
  const target = await knownTarget(sources, {})
  const examined = await examineFile({ path: join(folder, 'b.test.yml'), isNamed: true }, { target })
  expect('remarks' in examined && examined.remarks).toEqual([expect.stringMatching(`are fed in: ${remedy}$`)])
})

it('a unit test of a share is not warned of quantiles that nothing draws', async () => {
  const ratio = 'rate(latency_seconds_bucket{le="1"}[5m]) / on () rate(latency_seconds_count[5m])'
  writeFileSync(
    join(folder, 'share.yml'),
    JSON.stringify({ groups: [{ name: 'g', rules: [{ record: 'a', expr: ratio }] }] }),
  )
  const series = UNIT_TEST.replace('"0.5"', '"1"').replace(/^.*Inf.*\n/m, '')
  expect(await printed('drawn.test.yml', series, 'page')).toContain('2 warnings')
  for (const files of ['[share.yml]', '[share.y*]'])
    expect(await printed('share.test.yml', series.replace('[rules.yml]', files), 'page')).toBe(
      'share.test.yml: ok, 1 unit test of rules\n',
    )
})

describe('a file that is none of these', () => {
  const sloth = 'version: prometheus/v1\nservice: a\nslos: []\n'

  it('is named for what it is, with what to do', async () => {
    await expect(printed('slos.yml', sloth)).rejects.toThrow(
      /slos\.yml: expected a scenario, a file of Prometheus rules or a dashboard, got objectives for Sloth, which makes rules of them: generate the rules and read those: sloth generate -i .*slos\.yml -o rules\.yml/,
    )
  })

  it.each([
    ['slos.yml', sloth, 'objectives for Sloth, which makes rules of them'],
    ['values.yml', 'replicas: 2\n', 'nothing that is known here'],
  ])('is passed over where nobody named it: %s', async (name, text, passedOver) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    const target = await knownTarget({}, {})
    expect(await examineFile({ path, isNamed: false }, { target })).toEqual({ file: path, passedOver })
  })
})

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
    const path = join(folder, 'mine.yaml')
    writeFileSync(path, scenario(alert))
    writeFileSync(join(folder, 'rules.yml'), rules)
    writeFileSync(join(folder, 'page.txt'), PAGE)
    const target = await knownTarget({ metrics: join(folder, 'page.txt') }, {})
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

describe('a file that is too much', () => {
  const of = async (name: string, text: string, isNamed: boolean) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return examineFile({ path, isNamed }, { target: await knownTarget({}, {}) })
  }
  const long = `groups: [] #${'x'.repeat(8 * 1024 * 1024)}`

  it('is refused before it is parsed where it is too long', async () => {
    await expect(of('long.yml', long, true)).rejects.toThrow('expected at most 8,388,608 characters, got 8,388,620')
  })

  it('is passed over where nobody named it', async () => {
    expect(await of('long.yml', long, false)).toMatchObject({ passedOver: 'more than 8,388,608 characters' })
  })

  it('is refused by name where lists lie in lists, thousands deep', async () => {
    const deep = `${'{"kind":"List","items":['.repeat(20_000)}{"kind":"PrometheusRule","spec":{"groups":[]}}${']}'.repeat(20_000)}`
    await expect(of('deep.json', deep, true)).rejects.toThrow('expected fewer lists and mappings inside one another')
  })
})
