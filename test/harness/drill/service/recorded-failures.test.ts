import { describe, expect, it } from 'vitest'
import { failureSelectors, usualFailures } from '../../../../harness/drill/service/recorded-failures.ts'
import { formatExpression } from '../../../../prometheus/promql/expression/format-expression.ts'
import { selectionsOf } from '../../../../prometheus/promql/expression/parts.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'

const selectorsOf = (text: string) => selectionsOf(parseExpression(text)).map(({ selector }) => selector)

describe('failureSelectors', () => {
  it.each([
    ['x{job="a",code=~"5.."} / x{job="a"}', ['x{job="a",code=~"5.."}', 'x{job="a"}']],
    ['x{code=~"5.."} offset 1d / x offset 1d', ['x{code=~"5.."}', 'x']],
    ['x{status!="success"} / x', ['x{status!="success"}', 'x']],
    // The successes do not say what fails.
    ['1 - x{code!~"5.."} / x', null],
    ['y{job="a"} / x', null],
  ])('of %s: %j', (text, expected) => {
    const found = failureSelectors(selectorsOf(text))
    expect(found === undefined ? null : [formatExpression(found.failed), formatExpression(found.all)]).toEqual(expected)
  })
})

describe('usualFailures', () => {
  it.each([
    ['of the median day, whatever one with an incident had', [0.002, 0.3, 0.001], 0.002],
    ['of the lower of two in the middle', [0.001, 0.002, 0.003, 0.004], 0.002],
    ['of all together where most days had none', [0, 0, 0.003], 0.001],
    ['none where nothing fails', [0, 0], 0],
    ['not known without requests', [], null],
  ])('%s', (_, shares, expected) => {
    const found = usualFailures(shares.map((share) => ({ failed: share * 10, all: 10 })))
    if (expected === null) expect(found).toBeNull()
    else expect(found?.share).toBeCloseTo(expected, 12)
  })

  it('says whether it is of all days together, and of how many with requests', () => {
    const [idle, clean, failing] = [
      { failed: 0, all: 0 },
      { failed: 0, all: 10 },
      { failed: 1, all: 10 },
    ]
    expect(usualFailures([idle, clean, clean, failing])).toMatchObject({ isPooled: true, busyDays: 3 })
    expect(usualFailures([idle, clean, failing, failing])).toMatchObject({ isPooled: false, busyDays: 3 })
  })
})
