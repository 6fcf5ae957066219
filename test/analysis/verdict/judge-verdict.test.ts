import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeVerdict } from '../../../analysis/verdict/judge-verdict.ts'
import type { JudgedParts } from '../../../analysis/verdict/judged-parts.ts'
import type { AlertFinding, SlaFinding } from '../../../core/report/report.ts'
import { VERDICTS, type Verdict } from '../../../core/report/worst-verdict.ts'
import { sampleFlow } from '../../support/sample-flow.ts'
import { judgedPartsOf } from '../support/judged-parts-of.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const LOAD = loadOf(
  phaseWindows([{ name: 'steady', seconds: 10 }]),
  evenly(0, 10, 60, () => ({ serviceTime: 0.1 })),
)
const WITNESS = prometheusRecordOf(
  [0.11, 1],
  Array.from({ length: 600 }, (_, i) => ({ at: 0.1 + i / 60, seconds: 0.1 })),
  { end: 11 },
)
const RECORD = runRecordOf({ load: LOAD, prometheus: WITNESS, sla: ['p95 < 1s'] })
const PARTS = judgedPartsOf(RECORD)

const objective = (finding: Verdict): SlaFinding => ({
  ...(PARTS.sla[0] as SlaFinding),
  finding,
  estimateFinding: null,
  reason: `As seen: ${finding}.`,
})
const alert = (finding: Verdict): AlertFinding => ({
  name: 'High',
  expression: '',
  forSeconds: 0,
  transitions: [],
  expected: 'never fires',
  finding,
  detectionSeconds: null,
  resolutionSeconds: null,
  reason: 'As watched.',
})

const findings = (sla: readonly Verdict[], alerts: readonly Verdict[] = []): JudgedParts => ({
  ...PARTS,
  sla: sla.map(objective),
  alerts: alerts.map(alert),
})

describe('judgeVerdict', () => {
  it.each([
    { what: 'all is met', sla: ['pass', 'pass'], alerts: ['pass'], verdict: 'pass' },
    { what: 'one finding is inconclusive', sla: ['pass', 'inconclusive'], alerts: ['pass'], verdict: 'inconclusive' },
    { what: 'one fails, another is inconclusive', sla: ['fail', 'inconclusive'], alerts: ['pass'], verdict: 'fail' },
    { what: 'only the alert fails', sla: ['pass'], alerts: ['fail'], verdict: 'fail' },
    { what: 'nothing was expected', sla: [], alerts: [], verdict: 'inconclusive' },
  ] as const)('$verdict where $what', ({ sla, alerts, verdict }) => {
    expect(judgeVerdict(RECORD, findings(sla, alerts)).verdict).toBe(verdict)
  })

  it('a worse finding never makes a better verdict', () => {
    const verdict = fc.constantFrom(...VERDICTS)
    const rank = (next: Verdict) => VERDICTS.indexOf(next)
    fc.assert(
      fc.property(
        fc.array(verdict, { minLength: 1, maxLength: 6 }),
        fc.array(verdict),
        fc.nat(),
        verdict,
        (sla, alerts, n, other) => {
          const changed = sla.map((next, i) => (i === n % sla.length && rank(other) > rank(next) ? other : next))
          const [before, after] = [sla, changed].map((next) => judgeVerdict(RECORD, findings(next, alerts)).verdict)
          expect(rank(after as Verdict)).toBeGreaterThanOrEqual(rank(before as Verdict))
        },
      ),
    )
  })

  it('lists failures first, then inconclusive findings, and nothing that was met', () => {
    expect(judgeVerdict(RECORD, findings(['pass', 'inconclusive', 'fail'], ['fail'])).reasons).toEqual([
      'Not met: p95 < 1s. As seen: fail.',
      'Not met: High never fires. As watched.',
      'Inconclusive: p95 < 1s. As seen: inconclusive.',
    ])
  })

  it.each([
    ['stands first where the histogram counted other requests', 'fewer', true],
    ['stands last where requests of the client got no answer', 'unanswered', false],
  ] as const)('a difference of counts %s', (_, kind, isFirst) => {
    const mismatch = { kind, difference: 26, possibleCauses: [], excludedCauses: [] }
    const populations = {
      clientAnswered: 97,
      serverObserved: 123,
      serverExact: null,
      note: 'The counts differ.',
      mismatch,
    }
    const judged = judgeVerdict(RECORD, { ...findings(['fail'], []), populations })
    expect(judged.headline?.startsWith('The counts differ.')).toBe(isFirst)
    expect(judged.reasons.indexOf('The counts differ.')).toBe(isFirst ? 0 : judged.reasons.length - 1)
  })

  it('says once what keeps several objectives undecided', () => {
    const { reasons } = judgeVerdict(RECORD, findings(['inconclusive', 'inconclusive'], []))
    expect(reasons).toEqual(['Inconclusive: p95 < 1s and p95 < 1s. As seen: inconclusive.'])
  })

  it('lists what was met where the run passes', () => {
    expect(judgeVerdict(RECORD, findings(['pass'], ['pass'])).reasons).toEqual([
      'Met: p95 < 1s (100ms).',
      'Met: High never fires. As watched.',
    ])
  })
})

describe('a run that is inconclusive as a whole', () => {
  const doubtful = (record: typeof RECORD, parts: Partial<JudgedParts> = {}) =>
    judgeVerdict(record, { ...findings(['pass']), ...parts })

  it.each([
    {
      what: 'interrupted by the user',
      result: doubtful({ ...RECORD, run: { ...RECORD.run, interrupted: true } }),
      reason: /^The run was interrupted after 10\.1s/,
    },
    {
      what: 'load cut short',
      result: doubtful({ ...RECORD, load: { ...LOAD, interrupted: true } }),
      reason: /^The run was interrupted/,
    },
    {
      what: 'a flow that nobody completed',
      result: doubtful(RECORD, {
        load: {
          ...PARTS.load,
          flows: [sampleFlow(), sampleFlow({ name: 'look', offered: 12, completed: 0, failed: 2, unfinished: 10 })],
        },
      }),
      reason: /^None of the 12 iterations of the flow look was completed \(2 failed, 10 unfinished\)/,
    },
    {
      what: 'no metrics scraped',
      result: doubtful({ ...RECORD, prometheus: null }),
      reason: /^The service's metrics were not scraped/,
    },
    {
      what: 'scrapes that cannot tell',
      result: doubtful(RECORD, { server: null }),
      reason: /^The scrapes do not show what the histogram counted/,
    },
    {
      what: 'a histogram that counted nothing',
      result: doubtful(RECORD, { server: PARTS.server && { ...PARTS.server, count: 0 } }),
      reason: /^The histogram model_latency_seconds counted none of the 600 responses/,
    },
    {
      what: 'instruments that disagree',
      result: doubtful(RECORD, {
        populations: { clientAnswered: 600, serverObserved: 600, serverExact: 600, note: null },
        crossCheck: PARTS.crossCheck.map((row) => ({ ...row, insideBucket: row.quantile !== 0.95 })),
      }),
      reason: /^The server's histogram and its exact record disagree on the P95/,
    },
    {
      what: 'a quantile that could not be checked',
      result: doubtful(RECORD, {
        crossCheck: PARTS.crossCheck.map((row) => ({
          ...row,
          estimate: null,
          explanation: 'The P95 could not be checked: why.',
        })),
      }),
      reason: /^The P95 could not be checked: why\./,
    },
    {
      what: 'an overloaded generator',
      result: doubtful(RECORD, { generator: { ...PARTS.generator, fit: false, reasons: ['It was late.'] } }),
      reason: /^It was late\.$/,
    },
  ])('$what', ({ result, reason }) => {
    expect(result.verdict).toBe('inconclusive')
    expect(result.reasons[0]).toMatch(reason)
  })

  it.each([
    { what: 'no phase is measured', measured: false, reason: 'The scenario has no measured phase.' },
    { what: 'nothing was due', measured: true, reason: 'No request was scheduled in the measured phases.' },
  ])('$what', ({ measured, reason }) => {
    const load = loadOf(phaseWindows([{ name: 'only', seconds: 10, measured }]), [])
    const record = runRecordOf({ load, prometheus: WITNESS, sla: ['p95 < 1s'] })
    const { verdict, reasons } = judgeVerdict(record, judgedPartsOf(record))
    expect(verdict).toBe('inconclusive')
    expect(reasons[0]).toBe(reason)
  })

  it("judges a target without metrics on the client's record", () => {
    const target = { url: 'http://127.0.0.1:1', verifyTls: true, metrics: null }
    const record = {
      ...RECORD,
      prometheus: null,
      scenario: { ...RECORD.scenario, service: { kind: 'target' as const, target } },
    }
    expect(
      judgeVerdict(record, { ...findings(['pass']), server: null, crossCheck: [], populations: null }).verdict,
    ).toBe('pass')
  })

  it('keeps a failure a failure where the run was interrupted', () => {
    const record = { ...RECORD, run: { ...RECORD.run, interrupted: true } }
    expect(judgeVerdict(record, findings(['fail'])).verdict).toBe('fail')
  })
})

describe('notes', () => {
  const reasons = (sla: SlaFinding) => judgeVerdict(RECORD, { ...PARTS, sla: [sla] }).reasons

  it('mentions a dashboard whose finding differs', () => {
    const misled = { ...objective('pass'), observed: 0.8, estimate: 1.3, estimateFinding: 'fail' as const }
    expect(reasons(misled)[1]).toBe(
      'The histogram alone would have called p95 < 1s not met: its estimate is 1.3s, the exact value is 800ms.',
    )
    expect(reasons({ ...objective('inconclusive'), estimateFinding: 'fail' }).length).toBe(1)
  })

  it('mentions populations that differ', () => {
    const populations = { clientAnswered: 600, serverObserved: 603, serverExact: null, note: 'Three more.' }
    expect(judgeVerdict(RECORD, { ...findings(['pass']), populations }).reasons.at(-1)).toBe('Three more.')
  })
})
