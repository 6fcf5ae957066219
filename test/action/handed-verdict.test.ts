import { describe, expect, it } from 'vitest'
import { type FinishedCall, handedVerdict } from '../../action/handed-verdict.ts'

const report = (verdict: string | null, startedAt = 'now') => JSON.stringify({ verdict, run: { startedAt } })
const call = (exitCode: number, after: string | null, before: string | null = null): FinishedCall => ({
  exitCode,
  before,
  after,
})
const passed = call(0, report('pass'))
const failed = call(1, report('fail'))
const open = call(3, report('inconclusive'))
const old = report('pass', 'an hour ago')

describe('handedVerdict', () => {
  it.each([
    ['nothing was called', [], ''],
    ['all passed', [passed, passed], 'pass'],
    ['one is inconclusive', [passed, open], 'inconclusive'],
    ['one failed', [open, failed, passed], 'fail'],
    ['it was interrupted after it had judged', [call(130, report('inconclusive'), old)], 'inconclusive'],
    ['it judged anew what an earlier call had', [call(0, report('pass'), old)], 'pass'],
    ['nothing was expected', [call(0, report(null))], ''],
    ['it was a mistake, and an earlier report is there', [call(2, old, old)], ''],
    ['it was interrupted before it judged, and an earlier report is there', [call(130, old, old)], ''],
    ['it wrote a report and ended by a mistake', [call(2, report('pass'))], ''],
    ['it ended by a defect', [call(70, report('pass'))], ''],
    ['it left no report', [call(0, null)], ''],
    ['one of two judged nothing', [passed, call(2, null)], ''],
    ['one of two judged nothing, and the other failed', [call(2, old, old), failed], 'fail'],
  ])('where %s', (_sentence, calls, expected) => {
    expect(handedVerdict(calls)).toBe(expected)
  })
})
