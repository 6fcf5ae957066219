// junit.xml: one test case a finding, for CI systems that show and count test results. Valid against the schema of
// Ant's JUnitReport and the stricter reading of it by Jenkins' xUnit plugin.
// What is inconclusive is skipped or failed by policy; what failed is a failure. An `error` never occurs: a check
// that threw is inconclusive.

import type { Report } from '../../core/report/report.ts'
import { type Verdict, worstVerdict } from '../../core/report/worst-verdict.ts'
import { checkCountFigure } from '../figures/answers/check-figures.ts'
import { comparedLabel } from '../figures/baseline-figures.ts'
import { withPlainText } from '../figures/plain-text.ts'
import { objectiveWithPlace } from '../figures/sla-figures.ts'
import { judgedVerdict } from '../figures/verdict-label.ts'
import { renderTerminalSummary } from '../terminal/summary/summary.ts'
import { xmlElement, xmlText } from './xml.ts'

export interface JUnitPolicy {
  /** What an inconclusive finding is to be for the CI system. */
  readonly inconclusive: 'skipped' | 'failure'
}

interface TestCase {
  readonly group: 'sla' | 'alerts' | 'baseline' | 'generator' | 'run'
  readonly name: string
  readonly finding: Verdict
  readonly message: string
}

const SUMMARY_WIDTH = 100

export function renderJUnit(report: Report, policy: JUnitPolicy = { inconclusive: 'skipped' }): string {
  const plain = withPlainText(report)
  const cases = plain.simulation === undefined ? testCases(plain) : testCases(plain).map(untested)
  const outcomes = cases.map(({ finding }) => outcome(finding, policy))
  const suite = xmlElement(
    'testsuite',
    {
      name: nameOr(plain.scenario.name, 'scenario'),
      package: 'sla-harness',
      id: 0,
      // Ant's schema wants the time without a zone; it is UTC, as the property says.
      timestamp: plain.run.startedAt.slice(0, 19),
      hostname: 'localhost',
      tests: cases.length,
      failures: outcomes.filter((found) => found === 'failure').length,
      errors: 0,
      skipped: outcomes.filter((found) => found === 'skipped').length,
      time: decimal(plain.run.durationSeconds),
    },
    [
      `
  ${properties(plain)}`,
      ...cases.map(
        (testCase) => `
  ${renderCase(testCase, plain, policy)}`,
      ),
      `\n  ${xmlElement('system-out', {}, [xmlText(renderTerminalSummary(plain, { width: SUMMARY_WIDTH, color: false }))])}`,
      `\n  ${xmlElement('system-err', {})}\n`,
    ],
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suite}\n</testsuites>\n`
}

function testCases(report: Report): TestCase[] {
  const judged: TestCase[] = [
    ...report.sla.map(
      (finding): TestCase => ({
        group: 'sla',
        name: objectiveWithPlace(finding),
        finding: finding.finding,
        message: finding.reason,
      }),
    ),
    ...report.alerts.flatMap(({ name, expected, finding, reason }): TestCase[] =>
      finding === null
        ? []
        : [{ group: 'alerts', name: expected ? `${name} ${expected}` : name, finding, message: reason }],
    ),
    ...(report.baseline?.findings ?? []).flatMap((compared): TestCase[] => {
      const { finding, reason } = compared
      const name = `${comparedLabel(compared)} no slower than the baseline`
      return finding === null ? [] : [{ group: 'baseline', name, finding, message: reason }]
    }),
    {
      group: 'generator',
      name: 'generator on schedule',
      finding: report.generator.fit ? 'pass' : 'inconclusive',
      message: report.generator.reasons.join(' '),
    },
  ]
  return [...judged, wholeRun(report, judged)]
}

/** What was simulated tests no service: it neither passes nor fails. */
function untested({ finding, message, ...rest }: TestCase): TestCase {
  const said = message === '' ? '' : `. ${message}`
  return {
    ...rest,
    finding: 'inconclusive',
    message: `Simulated, no test of a service; of the model: ${finding}${said}`,
  }
}

// The suite is never greener than the verdict: what no finding accounts for (an interruption, a final scrape that
// failed) falls on the run as a whole.
function wholeRun(report: Report, judged: readonly TestCase[]): TestCase {
  const { run, reasons } = report
  const verdict = judgedVerdict(report)
  const found = worstVerdict(judged.map(({ finding }) => finding))
  const unaccounted = worstVerdict([found, verdict]) === found ? 'pass' : verdict
  const finding = worstVerdict([unaccounted, run.interrupted ? 'inconclusive' : 'pass'])
  return { group: 'run', name: 'the run reached its end and could be judged', finding, message: reasons.join(' ') }
}

function outcome(finding: Verdict, policy: JUnitPolicy): 'passed' | 'skipped' | 'failure' {
  switch (finding) {
    case 'pass':
      return 'passed'
    case 'fail':
      return 'failure'
    case 'inconclusive':
      return policy.inconclusive
  }
}

function renderCase({ group, name, finding, message }: TestCase, report: Report, policy: JUnitPolicy): string {
  const classname = `${nameOr(report.scenario.name, 'scenario')}.${group}`
  const attributes = { name: nameOr(name, group), classname, time: '0' }
  const found = outcome(finding, policy)
  if (found === 'passed') return xmlElement('testcase', attributes)
  const details = found === 'skipped' ? { message } : { message, type: finding }
  const content = found === 'skipped' ? [] : [xmlText(`${message}\nReplay: ${report.run.replay}`)]
  return xmlElement('testcase', attributes, [xmlElement(found, details, content)])
}

function properties({ verdict, run, scenario, server, load, simulation }: Report): string {
  const values = {
    verdict,
    ...(simulation === undefined ? {} : { simulated: 'true', modelVerdict: simulation.verdict }),
    scenario: scenario.file,
    seed: run.seed,
    startedAt: run.startedAt,
    interrupted: String(run.interrupted),
    harness: run.harnessVersion,
    node: run.nodeVersion,
    platform: run.platform,
    prometheus: server?.witness ?? 'none',
    replay: run.replay,
  }
  // No test cases: what fails them is counted as errors, of which the SLA says how many are too many.
  const checks = (load.checks ?? []).map(
    (check) => [`check: ${check.check} of ${check.request}`, checkCountFigure(check)] as const,
  )
  const lines = [...Object.entries(values), ...checks].map(
    ([name, value]) => `\n    ${xmlElement('property', { name, value })}`,
  )
  return xmlElement('properties', {}, [...lines, '\n  '])
}

// xs:decimal has no exponent.
function decimal(seconds: number): string {
  return seconds.toFixed(3)
}

/** Every schema wants a name; of blanks and of what XML has no place for nothing would be left. */
function nameOr(name: string, otherwise: string): string {
  return xmlText(name).trim() === '' ? otherwise : name
}
