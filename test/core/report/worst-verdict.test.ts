import { describe, expect, it } from 'vitest'
import { type Verdict, worstVerdict } from '../../../core/report/worst-verdict.ts'

describe('worstVerdict', () => {
  it.each<[string, Verdict[], Verdict]>([
    ['all passed', ['pass', 'pass'], 'pass'],
    ['one doubt is a doubt', ['pass', 'inconclusive', 'pass'], 'inconclusive'],
    ['one failure is a failure, in spite of doubts', ['inconclusive', 'fail', 'pass'], 'fail'],
    ['the order does not matter', ['fail', 'pass', 'inconclusive'], 'fail'],
    ['nothing judged proves nothing', [], 'inconclusive'],
  ])('%s', (_, verdicts, worst) => {
    expect(worstVerdict(verdicts)).toBe(worst)
  })
})
