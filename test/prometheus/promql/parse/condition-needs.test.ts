import { expect, it } from 'vitest'
import { type ConditionNeeds, conditionNeeds } from '../../../../prometheus/promql/parse/condition-needs.ts'

/** In words: a result by its text, `(a & b)` for both, `(a | b)` for either. */
function inWords(needs: ConditionNeeds | null): string {
  if (needs === null) return 'unknown'
  if (needs.kind === 'nothing') return '-'
  if (needs.kind === 'result') return needs.expression
  return `(${needs.parts.map(inWords).join(needs.kind === 'both' ? ' & ' : ' | ')})`
}

it.each([
  ['label_replace(x, "a", "$1", "b", "(.*)") > 5', '(label_replace(x, "a", "$1", "b", "(.*)") & -)'],
  ['(deriv(x[5m])) > deriv(y[5m] offset 5m)', '(deriv(x[5m]) & deriv(y[5m] offset 5m))'],
  ['deriv(a[5m]) / deriv(b[5m]) > 1', '(deriv(a[5m]) / deriv(b[5m]) & -)'],
  ['(deriv(a[5m]) > 1) * 2 > 3', '(((deriv(a[5m]) & -) & -) & -)'],
  ['deriv(a[5m]) > 1 and b', '((deriv(a[5m]) & -) & b)'],
  ['deriv(a[5m]) > 1 or b == 2', '((deriv(a[5m]) & -) | (b & -))'],
  ['deriv(a[5m]) > 1 unless b', '(deriv(a[5m]) & -)'],
  ['absent(deriv(a[5m])) == 1', '(- & -)'],
  ['x offset 5m > 1', '(x offset 5m & -)'],
  ['-deriv(a[5m]) < 0', '(deriv(a[5m]) & -)'],
  ['hour() >= 9 and x > 1', '((- & -) & (x & -))'],
  ['deriv(sum(x)[5m:1m] offset 1h) > 1', '(deriv(sum(x)[5m:1m] offset 1h) & -)'],
  ['1 < x @ 10', '(- & x @ 10)'],
  ['holt_winters(x[5m], 0.5, 0.5) > 1', '(holt_winters(x[5m], 0.5, 0.5) & -)'],
  ['x[5m', 'unknown'],
])('needs of %s', (text, needs) => {
  expect(inWords(conditionNeeds(text))).toBe(needs)
})

it('names the selectors of a result, each once and without ranges', () => {
  expect(conditionNeeds('deriv(a{b="c"}[5m]) + deriv(a{b="c"}[1m] offset 1h)')).toMatchObject({
    selectors: ['a{b="c"}'],
  })
})
