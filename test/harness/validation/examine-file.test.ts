import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { examineFile } from '../../../harness/validation/examine-file.ts'
import { knownTarget } from '../../../harness/validation/known-target.ts'
import { goldenFile } from '../../support/golden.ts'
import { examinedFolder, P95, UNIT_TEST } from './examined-folder.ts'

const folder = examinedFolder()

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

describe('what is printed of', () => {
  it.each([
    ['resources.yml', RESOURCES, 'page'],
    ['forty.yml', FORTY, 'page'],
    ['dashboard.json', DASHBOARD, 'page'],
    ['dashboard-unknown.json', DASHBOARD, 'nothing'],
    ['rules.test.yml', UNIT_TEST, 'page'],
    ['unknown.test.yml', UNIT_TEST, 'nothing'],
  ] as const)('%s', async (name, text, known) => {
    await expect(await folder.printed(name, text, known)).toMatchFileSnapshot(goldenFile(`validate/${name}.txt`))
  })
})

describe('a file that is none of these', () => {
  const sloth = 'version: prometheus/v1\nservice: a\nslos: []\n'

  it('is named for what it is, with what to do', async () => {
    await expect(folder.printed('slos.yml', sloth)).rejects.toThrow(
      /slos\.yml: expected a scenario, a file of Prometheus rules or a dashboard, got objectives for Sloth, which makes rules of them: generate the rules and read those: sloth generate -i .*slos\.yml -o rules\.yml/,
    )
  })

  it.each([
    ['slos.yml', sloth, 'objectives for Sloth, which makes rules of them'],
    ['values.yml', 'replicas: 2\n', 'nothing that is known here'],
  ])('is passed over where nobody named it: %s', async (name, text, passedOver) => {
    const path = folder.at(name)
    writeFileSync(path, text)
    const target = await knownTarget({}, {})
    expect(await examineFile({ path, isNamed: false }, { target })).toEqual({ file: path, passedOver })
  })
})

describe('a file that is too much', () => {
  const of = async (name: string, text: string, isNamed: boolean) => {
    const path = folder.at(name)
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
