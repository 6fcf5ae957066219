import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../core/user-error.ts'
import { formatExpression } from '../../../../prometheus/promql/expression/format-expression.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { PromqlError } from '../../../../prometheus/promql/parse/promql-error.ts'
import { parsePromqlScript } from '../../../support/promql-script.ts'

describe('parseExpression', () => {
  it('reads the lab rule into plain data', () => {
    const text = 'histogram_quantile(0.95, sum by (le) (rate(latency_bucket{job="api"}[1m] offset 30s))) > 1'
    expect(parseExpression(text)).toEqual({
      kind: 'binary',
      operator: '>',
      left: {
        kind: 'call',
        name: 'histogram_quantile',
        arguments: [
          { kind: 'number', value: 0.95 },
          {
            kind: 'aggregation',
            operator: 'sum',
            grouping: { mode: 'by', labels: ['le'] },
            parameter: null,
            operand: {
              kind: 'call',
              name: 'rate',
              arguments: [
                {
                  kind: 'matrixSelector',
                  selector: {
                    kind: 'vectorSelector',
                    at: null,
                    metric: 'latency_bucket',
                    matchers: [
                      { label: '__name__', operator: '=', value: 'latency_bucket', pattern: null },
                      { label: 'job', operator: '=', value: 'api', pattern: null },
                    ],
                    offsetMs: 30_000,
                  },
                  rangeMs: 60_000,
                },
              ],
            },
          },
        ],
      },
      right: { kind: 'number', value: 1 },
      returnsBool: false,
      matching: null,
    })
  })

  // The text, and the same with every binding made visible.
  it.each([
    ['a or b offset 45m', 'a or (b offset 45m)', 'an offset binds to the selector before it'],
    ['a + b offset 5m * c', 'a + ((b offset 5m) * c)', 'also within a sum of products'],
    ['a offset 5m or b offset 45m', '(a offset 5m) or (b offset 45m)', 'one each'],
    ['-a offset 5m', '-(a offset 5m)', 'before the sign'],
    ['a ^ b ^ c', 'a ^ (b ^ c)', 'powers bind from the right'],
    ['a - b - c', '(a - b) - c', 'differences from the left'],
    ['-a ^ b', '-(a ^ b)', 'a power before a sign'],
    ['-a * b', '(-a) * b', 'a sign before a product'],
    ['a > b + c', 'a > (b + c)', 'arithmetic before comparison'],
    ['a > b and c < d', '(a > b) and (c < d)', 'comparison before sets'],
    ['a or b and c unless d', 'a or ((b and c) unless d)', 'and and unless before or'],
    ['a == b > c', '(a == b) > c', 'comparisons alike'],
  ])('reads %s as %s: %s', (text, visible) => {
    const withoutBrackets = JSON.stringify(parseExpression(text))
    const flattened = JSON.stringify(parseExpression(visible), (_, part) =>
      part?.kind === 'parentheses' ? part.inner : part,
    )
    expect(flattened).toBe(withoutBrackets)
  })

  it.each([
    ['-1^2', '-1 ^ 2'],
    ['SUM(x) BY (le, job,)', 'sum by (le, job) (x)'],
    ["x{a='it\\'s',b!=\"\\u00e9\"}", 'x{a="it\'s",b!="é"}'],
    ['sum by ("a.b") ({"m.x", "a.b"=~"c|d"})', 'sum by ("a.b") ({__name__="m.x","a.b"=~"c|d"})'],
    ['rate(x[90])', 'rate(x[1m30s])'],
    ['rate(x[1h30m] offset -1d)', 'rate(x[1h30m] offset -1d)'],
    ['a*on(x)group_left(y)b', 'a * on (x) group_left (y) b'],
    ['a > bool b', 'a > bool b'],
    ['sum without () (x) # a comment', 'sum without () (x)'],
    ['1./6. + 2.e3', '1 / 6 + 2000'],
    ['x{a="# 2."}', 'x{a="# 2."}'],
    ['x offset 1m @ 10.5', 'x @ 10.500 offset 1m'],
    ['x @ -1', 'x @ -1.000'],
    ['rate(x[5m] @ end() offset -1m)', 'rate(x[5m] @ end() offset -1m)'],
    ['max_over_time(rate(x[1m])[1h:])', 'max_over_time(rate(x[1m])[1h:])'],
    ['sum_over_time((a + b)[1h:90] @ start() offset 1d)', 'sum_over_time((a + b)[1h:1m30s] @ start() offset 1d)'],
    ['rate(x offset 5m [10m:1m])', 'rate(x offset 5m[10m:1m])'],
    ['a or rate(b[5m:1m] offset 1m) > 1', 'a or rate(b[5m:1m] offset 1m) > 1'],
    ['a / b @ 5', 'a / b @ 5.000'],
    ['count_values by (x) ("v", y)', 'count_values by (x) ("v", y)'],
    ["label_replace(x, 'a', `$1`, \"b\", '(.*)\\\\.x')", 'label_replace(x, "a", "$1", "b", "(.*)\\\\.x")'],
    ['HOUR', 'HOUR'],
    ['hour() ATAN2 hour(x)', 'hour() atan2 hour(x)'],
    ['holt_winters(x[5m], .5, .5) + holt_winters', 'holt_winters(x[5m], 0.5, 0.5) + holt_winters'],
  ])('writes %s as %s', (text, formatted) => {
    expect(formatExpression(parseExpression(text))).toBe(formatted)
  })

  it('reads a formatted expression as the same expression', () => {
    const folder = join(import.meta.dirname, '../scripts')
    const expressions = readdirSync(folder).flatMap((file) =>
      parsePromqlScript(readFileSync(join(folder, file), 'utf8')).map(({ expression }) => expression),
    )
    expect(expressions.length).toBeGreaterThan(200)
    for (const text of expressions) {
      const expression = parseExpression(text)
      expect(parseExpression(formatExpression(expression)), text).toEqual(expression)
    }
  })
})

describe('parseExpression, on what is not PromQL or not evaluated here', () => {
  it.each([
    ['', '1:1 end of expression: expected an expression'],
    ['x >', '1:4 end of expression: expected more'],
    ['(a + b', '1:7 end of expression: expected )'],
    ['x{a="b"', '1:8 end of expression: expected }'],
    ['x{a="b}', '1:5 "b}: a string without its closing quote'],
    ['a,b', '1:2 ,: not expected here'],
    ['sum(x))', '1:7 ): not expected here'],
    ['sum(x{code=5..})', '1:12 5: the value of a label stands in quotes'],
    ['x{a="b", route=/api}', '1:16 /: the value of a label stands in quotes'],
    ['sum by le (x)', '1:8 le: labels stand in parentheses: by (le)'],
    ['sum(x) without le', '1:16 le: labels stand in parentheses: without (le)'],
    ['a b', '1:3 b: not expected here'],
    ['1.5m', '1:4 m: not expected here'],
    ['"text"', '1:1 "text": a string is not expected here'],
    ['rat(x[5m])', '1:1 rat: unknown function (did you mean rate?)'],
    ['1 +\n  histogram_quantil(0.9, x)', '2:3 histogram_quantil: unknown function (did you mean histogram_quantile?)'],
    ['RATE(x[5m])', '1:1 RATE: unknown function (did you mean rate?)'],
    ['frobnicate(x)', '1:1 frobnicate: unknown function. Supported are abs, '],
    [
      'histogram_quantiles(x, "q", 0.5)',
      '1:1 histogram_quantiles: the function histogram_quantiles, which is experimental',
    ],
    ['info(x)', '1:1 info: the function info, which is experimental in Prometheus, is not evaluated here'],
    ['limitk(2, x)', '1:1 limitk: the aggregation limitk, which is experimental in Prometheus, is not evaluated here'],
    ['limit_ratio(0.5, x)', '1:1 limit_ratio: the aggregation limit_ratio, which is experimental'],
    ['rate(x[5m] smoothed)', '1:12 smoothed: the smoothed modifier, which is experimental'],
    ['rate(x[5m] anchored)', '1:12 anchored: the anchored modifier, which is experimental'],
    ['x </ 5', '1:3 </: this operator is not evaluated here'],
    ['rate(x[range()])', '1:8 range(): expected one duration'],
    ['a + fill(0) b', '1:5 fill(0): the fill modifiers are not evaluated here'],
    ['x[5m+1m]', '1:3 5m+1m: expected one duration'],
    ['x[0s]', '1:3 0s: expected a range above 0'],
    ['x[-5m]', '1:3 -5m: expected a range above 0'],
    ['x{path!~"(?!a)b"}', '1:9 "(?!a)b": the pattern cannot be read: invalid or unsupported Perl syntax: `(?!`'],
    ['x{path=~"(a"}', '1:9 "(a": the pattern cannot be read'],
    ['x{a="\\xff"}', '1:5 "\\xff": a string cannot hold the escape \\xff'],
  ])('refuses %j with %s', (text, message) => {
    expect(() => parseExpression(text)).toThrow(PromqlError)
    expect(() => parseExpression(text)).toThrow(UserError)
    expect(problemOf(text)).toContain(message)
  })

  it.each([
    ['x[5m]', '1:1 x[5m]: a range vector has no single value'],
    ['rate(x)', '1:6 x: rate needs a range vector, such as x[5m], got an instant vector'],
    ['rate(sum(x))', '1:6 sum(x): rate needs a range vector, got an instant vector'],
    ['abs(x[5m])', '1:5 x[5m]: abs needs an instant vector, got a range vector'],
    ['histogram_quantile(x, x)', '1:20 x: histogram_quantile needs a scalar, got an instant vector'],
    ['histogram_quantile(0.9)', '1:1 histogram_quantile(0.9): histogram_quantile takes 2 arguments, got 1'],
    ['round(x, 1, 2)', '1:1 round(x, 1, 2): round takes 1 to 2 arguments, got 3'],
    ['time(x)', '1:1 time(x): time takes 0 arguments, got 1'],
    ['sum(1)', '1:5 1: sum needs an instant vector, got a scalar'],
    ['sum(a, b)', '1:1 sum(a, b): sum takes 1 argument, got 2'],
    ['topk(x, y)', '1:6 x: the first argument of topk needs a scalar, got an instant vector'],
    ['quantile(x)', '1:1 quantile(x): quantile takes 2 arguments, got 1'],
    ['1 > 2', '1:3 >: two scalars are compared with > bool'],
    ['a + bool b', '1:5 bool: bool is for comparisons only'],
    ['1 and x', '1:3 and: and needs an instant vector on both sides'],
    ['x + on(a) 1', '1:3 +: labels are matched only between two instant vectors'],
    ['x[5m] + 1', '1:1 x[5m]: + needs scalars or instant vectors on its sides, got a range vector'],
    ['sum(-x[5m])', '1:5 -x[5m]: a sign needs a scalar or an instant vector'],
    ['a and on(x) group_left b', '1:13 group_left: and takes no group_left'],
    ['a * on(x) group_left(x) b', '1:11 group_left: the label x must not be in on (…) and group_left (…) at once'],
    ['(x) offset 5m', '1:5 offset 5m: offset must follow a selector or a subquery directly'],
    ['sum(x) offset 5m', '1:8 offset 5m: offset must follow a selector or a subquery directly'],
    ['x offset 5m offset 5m', '1:13 offset 5m: offset is set twice'],
    ['rate(x offset 3m [5m])', '1:17 [5m]: write the offset after the range'],
    ['rate((x)[5m])', '1:9 [5m]: a range must follow a selector directly'],
    ['x[5m:1m]', '1:1 x[5m:1m]: a range vector has no single value'],
    ['rate("x")', '1:6 "x": rate needs a range vector, got a string'],
    ['label_replace(x, 1, "b", "c", "d")', '1:18 1: label_replace needs a string, got a scalar'],
    ['label_replace(x, "a")', '1:1 label_replace(x, "a"): label_replace takes 5 arguments, got 2'],
    ['label_join(x, "a")', '1:1 label_join(x, "a"): label_join takes 3 arguments or more, got 2'],
    ['label_join(x, "a", "b", "c", 5)', '1:30 5: label_join needs a string, got a scalar'],
    ['count_values(x, x)', '1:14 x: the first argument of count_values needs a string, got an instant vector'],
    ['count_values(x)', '1:1 count_values(x): count_values takes 2 arguments, got 1'],
    ['hour(x, y)', '1:1 hour(x, y): hour takes 0 to 1 argument, got 2'],
    ['"a" + 1', '1:1 "a": + needs scalars or instant vectors on its sides, got a string'],
    ['-"a"', '1:1 -"a": a sign needs a scalar or an instant vector, got a string'],
    ['rate(1[5m:])', '1:6 1: a subquery needs an instant vector, got a scalar'],
    ['rate(x[5m][5m:])', '1:6 x[5m]: a subquery needs an instant vector, got a range vector'],
    ['rate(x[5m:0s])', '1:11 0s: expected a step above 0'],
    ['x @ 1 @ 2', '1:7 @ 2: @ is set twice'],
    ['sum(x) @ 1', '1:8 @ 1: @ must follow a selector or a subquery directly'],
    ['rate(x @ 1 [5m])', '1:11 [5m]: write @ after the range'],
    ['x @ Inf', '1:5 Inf: expected an instant in seconds since the Unix epoch'],
    ['holt_winters(x[5m], 0.5)', '1:1 holt_winters(x[5m], 0.5): holt_winters takes 3 arguments, got 2'],
    ['{}', '1:1 {}: expected at least one matcher that does not match the empty string'],
    ['{a=~".*",b!="c"}', '1:1 {a=~".*",b!="c"}: expected at least one matcher'],
    ['x{__name__="y"}', '1:1 x{__name__="y"}: the metric name is set twice'],
  ])('refuses %j by its types with %s', (text, message) => {
    expect(problemOf(text)).toContain(message)
  })

  it.each([
    ['parentheses', `${'('.repeat(2000)}x${')'.repeat(2000)}`],
    ['powers', Array.from({ length: 2000 }, () => 'x').join('^')],
    ['sums', Array.from({ length: 20_000 }, () => 'x').join('+')],
    ['signs', `${'-'.repeat(5000)}x`],
    ['calls', `${'abs('.repeat(3000)}x${')'.repeat(3000)}`],
    ['aggregations', `${'sum('.repeat(3000)}x${')'.repeat(3000)}`],
  ])('refuses thousands of %s inside one another, which would fill the stack', (_, text) => {
    expect(problemOf(text)).toContain('expected at most 500 operators and parentheses inside one another, got more')
  })

  it('reads 200 levels', () => {
    expect(problemOf(`${'('.repeat(200)}x${')'.repeat(200)}`)).toBe('nothing')
    expect(problemOf(Array.from({ length: 200 }, () => 'x').join(' or '))).toBe('nothing')
  })

  it('gives line and column as numbers', () => {
    try {
      parseExpression('sum(\n  rat(x[5m])\n)')
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ line: 2, column: 3 })
    }
  })
})

function problemOf(text: string): string {
  try {
    parseExpression(text)
  } catch (error) {
    return (error as Error).message
  }
  return 'nothing'
}
