import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { asSimulated } from '../../../analysis/verdict/as-simulated.ts'
import type { Report } from '../../../core/report/report.ts'
import { USUAL_MACHINE } from '../../../core/simulation/machine-model.ts'
import { type JUnitPolicy, renderJUnit } from '../../../reports/junit/junit.ts'
import { goldenFile } from '../../support/golden.ts'
import { anyReport, reportWithTexts } from '../../support/hostile-reports.ts'
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

async function validated(texts: readonly string[]) {
  return validateXML({
    xml: texts.map((contents, i) => ({ fileName: `${i}.xml`, contents })),
    schema: [{ fileName: 'junit.xsd', contents: readFileSync(join(import.meta.dirname, 'junit.xsd'), 'utf8') }],
  })
}

describe('junit.xml', () => {
  it.each(SAMPLE_NAMES)('%s is as it was', async (name) => {
    await expect(renderJUnit(SAMPLE_REPORTS[name])).toMatchFileSnapshot(goldenFile(`${name}/junit.xml`))
  })

  it('has one test case a finding', () => {
    expect(outcomes(SAMPLE_REPORTS['passing-spike'])).toEqual([
      'spike.sla / p95 < 300ms during baseline: passed',
      'spike.sla / ttfb p95 < 300ms during baseline: passed',
      'spike.sla / errors < 1%: passed',
      'spike.sla / achieved > 99%: passed',
      'spike.alerts / HighLatency95thPercentile fires within 45s after spike begins, resolves within 120s after recovery begins: passed',
      'spike.generator / generator on schedule: passed',
      'spike.run / the run reached its end and could be judged: passed',
    ])
  })

  it.each<[name: 'passing-spike' | 'failing-lab', ofRun: string]>([
    ['passing-spike', 'pass'],
    ['failing-lab', 'pass'],
  ])('says of a simulated %s what each part came to in the model, and tests nothing', (name, ofRun) => {
    const report = SAMPLE_REPORTS[name]
    const simulated = asSimulated(report, USUAL_MACHINE)
    const findings = [...report.sla, ...report.alerts].flatMap(({ finding }) => finding ?? [])
    const said = casesOf(suiteOf(simulated)).map(
      ({ children }) =>
        /^Simulated, no test of a service; of the model: (\w+)/.exec(children[0]?.attributes.message ?? '')?.[1],
    )
    expect(said).toEqual([...findings, 'pass', ofRun])
    expect(new Set(outcomes(simulated).map((text) => text.split(': ').at(-1)))).toEqual(new Set(['skipped']))
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

  it('keeps to the schema, whatever the texts', async () => {
    const blank = [' ', '\t', '\u0007', ''].map((text) => reportWithTexts(SAMPLE_REPORTS['failing-lab'], text))
    const reports = [...Object.values(SAMPLE_REPORTS), ...blank, ...fc.sample(anyReport, 100)]
    expect((await validated(reports.map((report) => renderJUnit(report)))).errors).toEqual([])
  })

  it('would not with a time zone, or without a system-err', async () => {
    const good = renderJUnit(SAMPLE_REPORTS['failing-lab'])
    const bad = [good.replace('T04:36:12"', 'T04:36:12Z"'), good.replace('<system-err/>', '')]
    const { errors } = await validated(bad)
    const where = new Set(errors.flatMap(({ loc }) => (loc === null ? [] : [loc.fileName])))
    expect(where).toEqual(new Set(['0.xml', '1.xml']))
  })

  it('is well-formed and counts what it holds, whatever the texts', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const suite = suiteOf(report)
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
