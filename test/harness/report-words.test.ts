import { describe, expect, it } from 'vitest'
import { VERDICTS } from '../../core/report/worst-verdict.ts'
import { reportWords } from '../../harness/report-words.ts'

describe('reportWords', () => {
  it('knows verdicts, states of alerts, units and kinds', () => {
    expect([...reportWords()]).toEqual(
      expect.arrayContaining([...VERDICTS, 'inactive', 'pending', 'firing', 'seconds', 'share', 'bundled', '+Inf']),
    )
  })

  it('knows no free text', () => {
    expect([...reportWords()].filter((word) => word.length > 30)).toEqual([])
  })
})
