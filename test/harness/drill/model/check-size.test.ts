import { describe, expect, it } from 'vitest'
import { checkSize } from '../../../../harness/drill/model/check-size.ts'
import { modelForRules, USUAL_BOUNDS } from '../../../../harness/drill/model/model-for-rules.ts'
import { readsOf } from '../../../../harness/drill/model/rule-reads.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { alertingRules } from '../../../../prometheus/alerting/rule-file.ts'

const MONTH_SCRAPES = 37 * 5760

function check(instances: number, scrapes: number) {
  const expr = 'histogram_quantile(0.95, sum by (le) (rate(request_duration_seconds_bucket[5m]))) > 0.3'
  const file = parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'Slow', expr }] }] }), 'rules.yml')
  const reads = alertingRules(file).map((rule) => readsOf(rule, file))
  const { model } = modelForRules({
    ...{ reads, instances },
    ...{ knownBounds: new Map(), otherBounds: USUAL_BOUNDS, overrides: [], begin: 'at-zero' },
  })
  checkSize({ model, selectors: reads.flatMap(({ selectors }) => selectors), scrapes })
}

describe('checkSize', () => {
  it('lets pass what a machine has room for, and counts no series that nothing reads', () => {
    // 12 buckets each: their sums and counts are read by nobody.
    expect(() => check(73, MONTH_SCRAPES)).not.toThrow()
  })

  it('refuses more, with what it comes to and what to do', () => {
    expect(() => check(500, MONTH_SCRAPES)).toThrow(
      /^drill: expected at most 879 series that the rules read, got 6,000, which are 10\.2 GB for one month; drill fewer/,
    )
  })
})
