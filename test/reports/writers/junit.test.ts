import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../../core/report.ts'
import { type JUnitPolicy, renderJUnit } from '../../../reports/writers/junit.ts'
import { expectGolden } from '../../support/golden.ts'
import { anyReport } from '../../support/hostile-reports.ts'
import { parseXml, type XmlNode } from '../../support/parse-xml.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

function suiteOf(report: Report, policy?: JUnitPolicy): XmlNode {
  const root = parseXml(renderJUnit(report, policy))
  expect(root.name).toBe('testsuites')
  expect(root.children).toHaveLength(1)
  return root.children[0] as XmlNode
}

function casesOf(suite: XmlNode): XmlNode[] {
  return suite.children.filter(({ name }) => name === 'testcase')
}

function outcomes(report: Report, policy?: JUnitPolicy): string[] {
  return casesOf(suiteOf(report, policy)).map(
    ({ attributes, children }) => `${attributes.classname} / ${attributes.name}: ${children[0]?.name ?? 'passed'}`,
  )
}

// What the schema of Ant's JUnitReport (windyroad/JUnit-Schema) asks for, which is stricter than Jenkins' own.
function expectAntSchema(suite: XmlNode): void {
  const { attributes } = suite
  expect(attributes.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
  for (const key of ['id', 'tests', 'failures', 'errors', 'skipped']) expect(attributes[key]).toMatch(/^\d+$/)
  expect(attributes.time).toMatch(/^\d+\.\d{3}$/)
  for (const key of ['name', 'package', 'hostname']) expect(attributes[key]).not.toBe('')
  const order = suite.children.map(({ name }) => name)
  expect(order).toEqual(['properties', ...casesOf(suite).map(() => 'testcase'), 'system-out', 'system-err'])
  for (const { name, attributes: own } of suite.children[0]?.children ?? []) {
    expect(name).toBe('property')
    expect(Object.keys(own)).toEqual(['name', 'value'])
  }
  for (const testCase of casesOf(suite)) {
    expect(Object.keys(testCase.attributes)).toEqual(['name', 'classname', 'time'])
    expect(testCase.children.length).toBeLessThanOrEqual(1)
    const [found] = testCase.children
    if (found !== undefined)
      expect(Object.keys(found.attributes)).toEqual(found.name === 'failure' ? ['message', 'type'] : ['message'])
  }
}

describe('junit.xml', () => {
  it.each(SAMPLE_NAMES)('%s is as it was', (name) => {
    expectGolden(`${name}/junit.xml`, renderJUnit(SAMPLE_REPORTS[name]))
  })

  it('has one test case a finding', () => {
    expect(outcomes(SAMPLE_REPORTS['passing-spike'])).toEqual([
      'spike.sla / p95 < 300ms in baseline: passed',
      'spike.sla / errors < 1%: passed',
      'spike.sla / achieved > 99%: passed',
      'spike.alerts / HighLatency95thPercentile fires within 45s after spike, resolves within 120s after recovery: passed',
      'spike.generator / the generator kept up with its schedule: passed',
      'spike.run / the run reached its end and could be judged: passed',
    ])
  })

  it('has none for an alert of which nothing is expected', () => {
    expect(outcomes(SAMPLE_REPORTS['failing-lab']).filter((text) => text.includes('.alerts'))).toEqual([])
  })

  it.each([
    ['skipped', ['skipped', 'skipped', 'skipped', 'passed']],
    ['failure', ['failure', 'failure', 'failure', 'passed']],
  ] as const)('takes what is inconclusive for %s where the policy says so', (inconclusive, found) => {
    const report = SAMPLE_REPORTS['inconclusive-unfit']
    expect(outcomes(report, { inconclusive }).map((text) => text.split(': ').at(-1))).toEqual(found)
    const { failures, skipped, tests } = suiteOf(report, { inconclusive }).attributes
    expect([failures, skipped, tests]).toEqual(inconclusive === 'skipped' ? ['0', '3', '4'] : ['3', '0', '4'])
  })

  it('carries the reason and the command to replay with a failure', () => {
    const [first] = casesOf(suiteOf(SAMPLE_REPORTS['failing-lab']))
    expect(first?.children[0]?.attributes.message).toBe(
      'The P95 is 2s (95% interval 2s to 2s, 1,200 requests), not below 1s.',
    )
    expect(first?.children[0]?.text).toBe(
      'The P95 is 2s (95% interval 2s to 2s, 1,200 requests), not below 1s.\nReplay: npm run scenario lab -- --seed 7',
    )
  })

  it('is never greener than the verdict: what no finding accounts for falls on the run', () => {
    const passing = SAMPLE_REPORTS['passing-spike']
    expect(outcomes({ ...passing, verdict: 'inconclusive' }).at(-1)).toMatch(/^spike\.run .*: skipped$/)
    expect(outcomes({ ...passing, verdict: 'fail' }).at(-1)).toMatch(/^spike\.run .*: failure$/)
    expect(outcomes({ ...passing, run: { ...passing.run, interrupted: true } }).at(-1)).toMatch(/: skipped$/)
  })

  it('is well-formed and keeps to the schema, whatever the texts', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const suite = suiteOf(report)
        expectAntSchema(suite)
        const found = casesOf(suite).map(({ children }) => children[0]?.name)
        expect(suite.attributes.tests).toBe(String(found.length))
        expect(suite.attributes.failures).toBe(String(found.filter((name) => name === 'failure').length))
        expect(suite.attributes.skipped).toBe(String(found.filter((name) => name === 'skipped').length))
        if (report.verdict === 'fail') expect(found).toContain('failure')
        if (report.verdict === 'inconclusive') expect(found).toContain('skipped')
      }),
    )
  })
})
