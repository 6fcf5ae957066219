import { describe, expect, it } from 'vitest'
import { lintRules } from '../../../../prometheus/alerting/lint/lint-rules.ts'
import type { LintContext } from '../../../../prometheus/alerting/lint/linted-rule.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { lintGroup } from './lint-one.ts'

const LAB = [0.1, 0.3, 0.5, 0.7, 1, 2, 5]
const P95 = 'histogram_quantile(0.95, rate(latency_seconds_bucket[1m]))'

const known: LintContext = {
  scrapeIntervalSeconds: 1,
  bounds: new Map([
    ['latency_seconds', LAB],
    ['size_bytes', [100, 1000]],
  ]),
  series: [
    ...[...LAB.map((bound) => (Number.isInteger(bound) ? `${bound}.0` : String(bound))), '+Inf'].map((le) => ({
      __name__: 'latency_seconds_bucket',
      instance: 'a:8000',
      job: 'model-server',
      route: '/predict',
      le,
    })),
    { __name__: 'latency_seconds_count', instance: 'a:8000', job: 'model-server', route: '/predict' },
    { __name__: 'size_bytes_bucket', instance: 'a:8000', job: 'model-server', le: '100.0' },
  ],
}

/** Of one alert with that expression, held for a minute by default. */
function lint(expr: string, context: LintContext = known, held = '1m'): string[] {
  const rule = { alert: 'Slow', expr, for: held }
  const file = parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules: [rule] }] }), 'a.rules.yml')
  return lintRules(file, context).map(({ severity, sentence }) => `${severity}: ${sentence}`)
}

describe('lintRules reports nothing for', () => {
  it.each([
    ['a threshold that is a bound', `${P95} > 1`],
    ['a bound with the sides exchanged', `1 <= ${P95}`],
    [
      'a rule that counts instead of estimating',
      'sum(rate(latency_seconds_bucket{le="0.5"}[1m])) / sum(rate(latency_seconds_count[1m])) < 0.95',
    ],
    ['a bound written so that both versions find it', 'rate(latency_seconds_bucket{le=~"1|1[.]0"}[1m]) > 5'],
    ['what Prometheus makes itself', 'up == 0 or scrape_duration_seconds > 1 or ALERTS{alertstate="firing"}'],
    ['a question whether something is missing', 'absent(nowhere) or absent_over_time(nowhere[5m])'],
    [
      'a histogram whose bounds are not known',
      'histogram_quantile(0.95, rate(size_bytes_bucket[1m])) > 1000 unless up',
    ],
  ])('%s', (_, expr) => {
    const context = expr.includes('size_bytes') ? { ...known, bounds: new Map() } : known
    expect(lint(expr, context)).toEqual([])
  })

  it('the target where its series are not known', () => {
    expect(lint('histogram_quantile(0.95, rate(whatever_bucket[1m])) > 3', { scrapeIntervalSeconds: 15 })).toEqual([])
  })
})

describe('lintRules reports an alert that can never fire', () => {
  it.each([
    [
      'the largest finite bound is the threshold',
      `${P95} > 5`,
      'error: > 5s can never hold: the largest finite bound of latency_seconds is 5s, and no estimate lies above it; the alert can never fire; take a lower threshold, or add bounds above 5s',
    ],
    [
      'the largest finite bound is below it, and it is written the other way round',
      `7 <= (${P95})`,
      'error: >= 7s can never hold: the largest finite bound of latency_seconds is 5s, and no estimate lies above it; the alert can never fire; take a lower threshold, or add bounds above 7s',
    ],
    [
      'it is needed beside something else',
      `up == 1 and ${P95} > 5`,
      'error: > 5s can never hold: the largest finite bound of latency_seconds is 5s, and no estimate lies above it; the alert can never fire; take a lower threshold, or add bounds above 5s',
    ],
    [
      'a unit is not known',
      'histogram_quantile(0.95, rate(size_bytes_bucket[1m])) > 4000',
      'error: > 4000 can never hold: the largest finite bound of size_bytes is 1000, and no estimate lies above it; the alert can never fire; take a lower threshold, or add bounds above 4000',
    ],
    [
      'buckets are aggregated without their bounds',
      'histogram_quantile(0.95, sum by (route) (rate(latency_seconds_bucket[1m]))) > 1',
      'error: sum by (route) (rate(latency_seconds_bucket[1m])) leaves out le, without which histogram_quantile has no buckets: the alert can never fire; aggregate by (le)',
    ],
    [
      'the series is misspelt',
      'histogram_quantile(0.95, rate(latency_second_bucket[1m])) > 1',
      'error: the target has no series latency_second_bucket (did you mean latency_seconds_bucket?): the alert can never fire',
    ],
    [
      'a label is unknown',
      'rate(latency_seconds_count{rout="/predict"}[1m]) > 1',
      'error: no series of the target that latency_seconds_count{rout="/predict"} could mean has a label rout (did you mean route?); they have instance, job, route: the alert can never fire',
    ],
  ])('%s', (_, expr, finding) => {
    expect(lint(expr)).toEqual([finding])
  })

  it('because its range never contains two scrapes', () => {
    expect(lint(`${P95} > 1`, { ...known, scrapeIntervalSeconds: 60 })).toEqual([
      'error: rate over 60s needs two samples, and with a scrape every 60s never has them: the alert can never fire; take 240s or more',
    ])
  })

  it('perhaps, where how often it is scraped is only assumed', () => {
    const assumed = { scrapeIntervalSeconds: 15, scrapeIntervalAssumed: true }
    expect(lint('rate(latency_seconds_count[5s]) > 1', assumed)).toEqual([
      'warning: rate over 5s needs two samples, and with a scrape every 15s (an assumption: --scrape-interval tells) never has them: the alert can never fire; take 60s or more',
    ])
  })

  it('but not where the comparison has an alternative', () => {
    expect(lint(`${P95} > 5 or up == 0`)).toEqual([
      'error: > 5s can never hold: the largest finite bound of latency_seconds is 5s, and no estimate lies above it; take a lower threshold, or add bounds above 5s',
    ])
  })
})

describe('lintRules reports a condition that does not depend on the service', () => {
  const share = 'sum(rate(latency_seconds_bucket{le="0.5"}[1m])) / sum(rate(latency_seconds_count[1m]))'

  it.each([
    [
      'a percentage for a share',
      `${share} > 5`,
      `error: ${share} > 5 can never hold, because what it compares lies between 0 and 1 (did you mean 0.05?): the alert can never fire`,
    ],
    [
      'a share in percent above 100',
      `100 * (${share}) > 100`,
      `error: 100 * (${share}) > 100 can never hold, because what it compares lies between 0 and 100: the alert can never fire`,
    ],
    [
      'a comparison with NaN',
      'rate(latency_seconds_count[1m]) > 0 / 0',
      'error: rate(latency_seconds_count[1m]) > 0 / 0 can never hold, because one side is NaN: the alert can never fire',
    ],
    [
      'a gauge of Prometheus above its greatest value',
      'up > 1',
      'error: up > 1 can never hold, because up lies between 0 and 1: the alert can never fire',
    ],
    [
      'two conditions that contradict each other',
      'rate(latency_seconds_count[1m]) > 5 and rate(latency_seconds_count[1m]) < 3',
      'error: rate(latency_seconds_count[1m]) > 5 and rate(latency_seconds_count[1m]) < 3 can never hold, because its sides contradict each other: the alert can never fire',
    ],
    [
      'an average of quantiles above the largest bound',
      `avg(${P95}) > 6`,
      `error: avg(${P95}) > 6 can never hold, because what it compares lies between 0 and 5: the alert can never fire`,
    ],
    [
      'a share that is always below its threshold',
      `${share} < 95`,
      `warning: ${share} < 95 holds whatever the service does, because what it compares lies between 0 and 1 (did you mean 0.95?)`,
    ],
    [
      'a quantile that always is',
      `${P95} < 7`,
      `warning: ${P95} < 7 holds whatever the service does, because what it compares lies between 0 and 5`,
    ],
  ])('%s', (_, expr, finding) => {
    expect(lint(expr)).toContainEqual(finding)
  })

  it('through recorded series', () => {
    const text = `
groups:
  - name: g
    rules:
      - record: route:p95
        expr: ${P95}
      - alert: Slow
        expr: max_over_time(route:p95[5m]) > 9
        for: 5m
`
    const [found] = lintRules(parseRuleFile(text, 'a.rules.yml'), known)
    expect(found).toMatchObject({ rule: 'Slow', severity: 'error', proof: 'neverReturns' })
  })

  it('once, at the part that it comes from', () => {
    expect(lint(`(${P95} > 5 and up == 1) > 0`)).toHaveLength(1)
    expect(lint('(up > 1 and on () vector(1)) > 0')).toHaveLength(1)
  })

  it('through recorded buckets', () => {
    const text = `
groups:
  - name: g
    rules:
      - { record: 'le:latency:rate1m', expr: 'sum by (le) (rate(latency_seconds_bucket[1m]))' }
      - { alert: Slow, expr: 'histogram_quantile(0.95, le:latency:rate1m) > 5' }
      - { alert: Slower, expr: 'histogram_quantile(0.95, le:latency:rate1m) > 4.9' }
`
    const found = lintRules(parseRuleFile(text, 'a.rules.yml'), known)
    expect(found.map(({ rule, severity, proof }) => [rule, severity, proof])).toEqual([
      ['Slow', 'error', 'neverReturns'],
    ])
  })

  it('but leaves alone what asks on purpose whether something is there', () => {
    for (const expr of ['vector(1)', 'count(up) > 0', 'rate(latency_seconds_count[1m]) >= 0', 'up == 1', 'up < 1'])
      expect(lint(expr)).toEqual([])
  })

  it.each([
    ['compares an estimate with nothing', P95, 'it compares nothing'],
    ['compares a ratio with nothing', `100 * (${share})`, 'it compares nothing'],
    ['compares with bool', `${P95} > bool 1`, 'a comparison with bool returns 0 where it does not hold'],
    ['aggregates such a comparison', `max(${P95} > bool 1)`, 'a comparison with bool returns 0 where it does not hold'],
  ])('where the alert %s', (_, expr, why) => {
    expect(lint(expr)).toEqual([
      expect.stringMatching(`^warning: ${why}, and any value makes the alert active: it fires`),
    ])
  })

  it.each([`${P95} > bool 1 == 1`, `absent(${P95})`, `${P95} and up == 0`, `up unless ${P95}`, 'up', 'vector(1)'])(
    'but not where the alert filters, or asks whether something is there: %s',
    (expr) => {
      expect(lint(expr)).toEqual([])
    },
  )

  it('with its consequence only where the alert needs it', () => {
    expect(lint('up > 1 or up == 0')).toEqual(['error: up > 1 can never hold, because up lies between 0 and 1'])
  })
})

describe('lintRules before the first request', () => {
  const before = { ...known, beforeTraffic: true }

  it('expects series that may come with it', () => {
    expect(lint('rate(errors_total[1m]) > 1', before)).toEqual([])
    expect(lint('rate(latency_bytes_count[1m]) > 1', before)).toEqual([])
    expect(lint('rate(latency_seconds_count{route="/late"}[1m]) > 1', before)).toEqual([])
  })

  it('says what can only be a slip', () => {
    expect(lint('rate(latency_second_count[1m]) > 1', before)[0]).toContain('did you mean latency_seconds_count?')
    expect(lint('rate(latency_seconds_count{rout="/x"}[1m]) > 1', before)[0]).toContain('did you mean route?')
  })

  it('leaves out selectors of which somebody else says why they find nothing', () => {
    expect(lint('rate(latency_second_count[1m]) > 1', { ...before, isExplained: () => true })).toEqual([])
  })
})

describe('lintRules does not call an alert dead for a selector', () => {
  it.each([
    ['that unless leaves out', 'up == 0 unless on () maintenance', 'the target has no series maintenance'],
    ['that or stands in for', '(sum(lost_total) or vector(0)) > 5', 'the target has no series lost_total'],
  ])('%s', (_, expr, warning) => {
    expect(lint(expr)).toEqual([`warning: ${warning}`])
  })
})

it('lintRules knows a histogram by its name in quotes', () => {
  expect(lint('histogram_quantile(0.95, rate({"latency_seconds_bucket"}[1m])) > 9')[0]).toMatch(
    /^error: > 9s can never hold: .*; the alert can never fire; /,
  )
})

it('lintRules reports a quantile without the bucket at +Inf', () => {
  expect(lint('histogram_quantile(0.95, rate(latency_seconds_bucket{le!="+Inf"}[1m])) > 1')).toContain(
    'error: le!="+Inf" leaves out the bucket at +Inf, without which histogram_quantile is NaN: the alert can never fire',
  )
})

it('lintRules reports a quantile of everything since the service started', () => {
  expect(lint('histogram_quantile(0.95, sum by (le) (latency_seconds_bucket)) > 1')).toEqual([
    'warning: no rate stands around latency_seconds_bucket, so that the quantile is that of all requests since the service started, and a slow minute hardly moves it',
  ])
  expect(lint('histogram_quantile(0.95, job:latency_seconds_bucket:rate5m) > 1', { scrapeIntervalSeconds: 1 })).toEqual(
    [],
  )
})

describe('a quantile of everything since the service started is none where', () => {
  const of = (...rules: Readonly<Record<string, string>>[]) =>
    lintGroup('misusedQuantile', rules).map((finding) => finding.slice(0, finding.indexOf(',')))
  const slow = (buckets: string) => ({ alert: 'Slow', expr: `histogram_quantile(0.95, ${buckets}) > 1` })
  const rate = 'sum by (le) (rate(x_bucket[5m]))'

  it.each([
    ['buckets of earlier are taken away', [slow('x_bucket - x_bucket offset 5m')]],
    ['sums of earlier are', [slow('sum by (le) (x_bucket) - sum by (le) (x_bucket offset 5m)')]],
    ['a rate is recorded without a colon', [{ record: 'x_5m_bucket', expr: rate }, slow('x_5m_bucket')]],
    [
      'one of two rules records it',
      [{ record: 'x_5m_bucket', expr: rate }, { record: 'x_5m_bucket', expr: rate }, slow('x_5m_bucket')],
    ],
  ])('%s', (_, rules) => {
    expect(of(...rules)).toEqual([])
  })

  it.each([
    ['nothing is taken away', [slow('x_bucket - y_bucket offset 5m')], ['x_bucket', 'y_bucket']],
    ['the same is taken away', [slow('x_bucket - x_bucket')], ['x_bucket', 'x_bucket']],
    [
      'it is recorded so',
      [{ record: 'x_all_bucket', expr: 'sum by (le) (x_bucket)' }, slow('x_all_bucket')],
      ['x_bucket'],
    ],
  ])('but is where %s', (_, rules, metrics) => {
    expect(of(...rules)).toEqual(metrics.map((metric) => `Slow warning: no rate stands around ${metric}`))
  })
})

it('lintRules is sure of a measured scrape interval for the histogram alone that it was measured on', () => {
  const measured = { scrapeIntervalSeconds: 60, scrapeIntervalMeasuredOn: 'latency_seconds' }
  const of = (expr: string) => lintGroup('shortRange', [{ alert: 'A', expr }], measured)
  expect(of('rate(latency_seconds_count[1m]) > 1')).toEqual([
    'A error: rate over 60s needs two samples, and with a scrape every 60s never has them: the alert can never fire; take 240s or more',
  ])
  const other =
    'A warning: rate over 60s needs two samples, and with a scrape every 60s (as latency_seconds is; other jobs may have their own interval) never has them'
  expect(of('rate(errors_total[1m]) > 1')).toEqual([`${other}: the alert can never fire; take 240s or more`])
  expect(of('rate(errors_total[1m]) > 1 or rate(latency_seconds_sum[1m]) > 1')).toEqual([
    'A error: rate over 60s needs two samples, and with a scrape every 60s never has them; take 240s or more',
    `${other}; take 240s or more`,
  ])
})

it('lintRules holds no range of what rules write against the scrape interval', () => {
  const minute = { scrapeIntervalSeconds: 60 }
  const recorded = { record: 'requests_rate', expr: 'sum(requests_per_second)' }
  for (const read of ['requests_rate', 'job:requests:sum', 'ALERTS'])
    expect(lintGroup('shortRange', [recorded, { alert: 'A', expr: `delta(${read}[30s]) > 1` }], minute)).toEqual([])
  const both = 'delta(requests_rate[30s]) > 1 or delta(requests_per_second[30s]) > 1'
  expect(lintGroup('shortRange', [recorded, { alert: 'A', expr: both }], minute)).toEqual([
    'A error: delta over 30s needs two samples, and with a scrape every 60s never has them; take 240s or more',
  ])
})

describe('lintRules calls no alert dead for what comes with traffic', () => {
  const has = (...more: Readonly<Record<string, string>>[]): LintContext => ({
    scrapeIntervalSeconds: 1,
    series: [...more, { __name__: 'requests_total', instance: 'a:8000', code: '200' }],
  })

  it.each([
    [
      'a counter whose sibling is there',
      'rate(http_5xx_total[5m]) > 1',
      has({ __name__: 'http_4xx_total', instance: 'a:8000' }),
      'warning: the target has no series http_5xx_total (did you mean http_4xx_total?): without it the alert can never fire',
    ],
    [
      'a counter beside one with a name that is alike',
      'rate(payments_orders_failed_total[5m]) > 1',
      has({ __name__: 'payments_orders_filled_total' }),
      'warning: the target has no series payments_orders_failed_total (did you mean payments_orders_filled_total?): without it the alert can never fire',
    ],
    [
      'a label that only failures carry',
      'rate(requests_total{error_type!=""}[5m]) > 1',
      has(),
      'warning: no series of the target that requests_total{error_type!=""} could mean has a label error_type yet; they have code, instance: unless one comes with traffic, the alert can never fire',
    ],
    [
      'a label with a name that another one is near to',
      'rate(requests_total{node="a"}[5m]) > 1',
      has(),
      'warning: no series of the target that requests_total{node="a"} could mean has a label node yet (did you mean code?); they have code, instance: unless one comes with traffic, the alert can never fire',
    ],
    [
      'a label that the rule can do without',
      'up == 0 or rate(requests_total{error_type="timeout"}[5m]) > 1',
      has(),
      'warning: no series of the target that requests_total{error_type="timeout"} could mean has a label error_type yet; they have code, instance',
    ],
    [
      'a limit that is read as a scalar, which is NaN without it',
      'rate(requests_total[5m]) > scalar(limit_total)',
      has(),
      'warning: the target has no series limit_total',
    ],
  ])('%s', (_, expr, context, finding) => {
    expect(lint(expr, context, '5m')).toEqual([finding])
    expect(lint(expr, { ...context, beforeTraffic: true }, '5m')).toEqual([])
  })

  it('but says so where both sides of an or read it', () => {
    const expr = 'rate(request_total[5m]) > 9 or rate(request_total[5m]) > 5'
    expect(lint(expr, has(), '5m')).toEqual(
      Array(2).fill(
        'error: the target has no series request_total (did you mean requests_total?): the alert can never fire',
      ),
    )
  })
})

describe('lintRules says what follows for the alert only where it needs the part', () => {
  const lossy = 'histogram_quantile(0.95, sum by (route) (rate(latency_seconds_bucket[1m]))) > 1'

  it.each([
    ['a quantile without bounds', `${lossy} or up == 0`],
    [
      'a quantile without the highest bucket',
      'histogram_quantile(0.95, rate(latency_seconds_bucket{le!="+Inf"}[1m])) > 1 or up == 0',
    ],
    ['a range without two scrapes', 'rate(latency_seconds_count[1s]) > 1 or up == 0'],
    ['a range that must have no samples', 'absent(rate(latency_seconds_count[1s]))'],
    ['a range beside others', 'up == 0 unless on () rate(latency_seconds_count[500ms]) > 1'],
  ])('%s', (_, expr) => {
    const findings = lint(expr)
    expect(findings.filter((finding) => finding.startsWith('error: '))).toHaveLength(1)
    expect(findings.join('\n')).not.toContain('never fire')
  })

  it('and says it where it does', () => {
    expect(lint(`(${lossy}) or (${lossy})`)[0]).toContain('leaves out le')
    expect(lint(`${lossy} and up == 1`)[0]).toContain(': the alert can never fire')
  })
})

describe('lintRules knows a native histogram by its spelling', () => {
  const spellings = [
    'histogram_quantile(0.95, sum(rate(latency_seconds[1m]))) > 1',
    'histogram_quantile(0.95, sum by (route) (rate(latency_seconds[1m]))) > 1',
    'histogram_fraction(0, 0.2, sum(rate(latency_seconds[1m]))) < 0.99',
  ]

  it.each(spellings)('and says that it is not evaluated here, not that it can never fire: %s', (expr) => {
    const findings = lint(expr)
    expect(findings).toEqual([
      expect.stringMatching(/^warning: not evaluated: `histogram_.*reads the native histogram latency_seconds/),
    ])
  })

  it('and takes no bounds of classic buckets for its own', () => {
    expect(lint('histogram_quantile(0.95, sum(rate(latency_seconds[1m]))) > 9').join()).not.toMatch(/never|bound of/)
  })

  it.each(spellings)('and says where a real Prometheus has classic buckets alone: %s', (expr) => {
    expect(lint(expr, { ...known, allOfPromql: true })).toEqual([
      expect.stringMatching(
        /^warning: the target has no native histogram latency_seconds, only the classic buckets latency_seconds_bucket: without it the alert can never fire/,
      ),
    ])
  })

  it('and says both of what a Prometheus has scraped, whoever evaluates', () => {
    expect(lint(spellings[0] ?? '', { ...known, scrapedByServer: true })).toEqual([
      expect.stringMatching(/not evaluated: .*; a real Prometheus evaluates it$/),
      expect.stringContaining('the target has no native histogram latency_seconds'),
    ])
  })

  it.each(spellings)('and says nothing where a real Prometheus has it: %s', (expr) => {
    const series = [...(known.series ?? []), { __name__: 'latency_seconds', instance: 'a:8000', route: '/' }]
    expect(lint(expr, { ...known, series, allOfPromql: true })).toEqual([])
  })

  it('and names the buckets where bounds are asked of the name without _bucket', () => {
    expect(lint('histogram_quantile(0.95, sum by (le) (rate(latency_seconds[1m]))) > 1')).toEqual([
      'error: the target has no series latency_seconds (did you mean latency_seconds_bucket?): the alert can never fire',
    ])
  })

  it('and calls no quantile of recorded series dead that another file records', () => {
    expect(
      lint('histogram_quantile(0.95, sum by (job) (job:latency:rate5m)) > 1', { scrapeIntervalSeconds: 1 }),
    ).toEqual([])
  })
})

describe('lintRules knows the variables of a dashboard', () => {
  const unknown: LintContext = { scrapeIntervalSeconds: 15 }

  const variables = ['$job', `$${'{job}'}`, `$${'{job:regex}'}`, '[[job]]']

  it.each(variables)('%s as the value of a label', (variable) => {
    expect(lint(`up{job=~"${variable}"} == 0`, unknown)).toEqual([
      `warning: job=~"${variable}" looks for that text: only a Grafana dashboard fills in ${variable}; write its value`,
    ])
  })

  it.each(['/users/$id', 'a$', '$', '(a|b)$', '[[:alpha:]]x'])('but not %s, which a service may write', (value) => {
    expect(lint(`up{job=~"${value}"} == 0`, unknown)).toEqual([])
  })
})

describe('lintRules explains a threshold that is not a bucket bound', () => {
  it('with the ratio of requests at which it holds, and the band in which it misfires', () => {
    expect(lint(`${P95} > 1.5`)).toEqual([
      'warning: 1.5s is no bound of latency_seconds: it holds when more than 10% of requests take longer than 1s, wherever below 2s they lie; so a true P95 from 1s to 1.5s may raise a false alarm (every request at 1.01s fires it, drawn at 1.95s), and one from 1.5s to 2s may be missed (7.5% of requests at 2s stays silent, drawn at 1.33s); a bound at 1.5s would make it exact',
    ])
  })

  it('with the time that a number of another unit means', () => {
    const milliseconds: LintContext = { scrapeIntervalSeconds: 1, bounds: new Map([['wait_ms', [100, 500, 1000]]]) }
    const [above, inside] = ['> 5000', '> 0.5'].flatMap((comparison) =>
      lint(`histogram_quantile(0.95, rate(wait_ms_bucket[1m])) ${comparison}`, milliseconds),
    )
    expect(above).toMatch(/^error: > 5000 \(5s\) can never hold: the largest finite bound of wait_ms is 1000 \(1s\), /)
    expect(inside).toMatch(/^warning: 0\.5 \(500µs\) is no bound of wait_ms: .* a bound at 0\.5 \(500µs\) would/)
  })

  it('that only holds with requests beyond the bucket', () => {
    expect(lint('histogram_quantile(0.5, rate(latency_seconds_bucket[1m])) > 1.6')[0]).toContain(
      'it holds only when requests take longer than 2s; so a true P50 from 1s to 1.6s may raise a false alarm',
    )
  })

  it('below the first bound, in the bucket that begins at 0', () => {
    expect(lint(`${P95} > 0.05`)[0]).toContain(
      'more than 10% of requests take longer than 0s, wherever below 100ms they lie',
    )
  })
})

describe('lintRules knows what the quantile of a threshold is', () => {
  const tens: LintContext = { scrapeIntervalSeconds: 1, bounds: new Map([['latency_seconds', [0.1, 1, 2, 10]]]) }
  const of = (quantile: string) => `histogram_quantile(${quantile}, rate(latency_seconds_bucket[1m]))`

  it.each([
    ['95', '> 10', /^error: histogram_quantile takes a quantile from 0 to 1, got 95 \(did you mean 0\.95\?\)/],
    ['95', '> 0.3', /^error: histogram_quantile takes a quantile from 0 to 1, got 95/],
    ['-0.5', '> 0.3', /^error: histogram_quantile takes a quantile from 0 to 1, got -0\.5/],
    ['-0.5', '>= 10.5', /^error: histogram_quantile takes a quantile from 0 to 1, got -0\.5/],
    [
      '1',
      '> 1.5',
      /^warning: 1\.5s is no bound of latency_seconds: a quantile of 1 is drawn at the upper bound of the highest bucket that holds a request, so that one request above 1s suffices, drawn at 2s; one from 1s to 1\.5s raises a false alarm; a bound at 1\.5s would make it exact$/,
    ],
    ['1', '> 10', /^error: > 10s can never hold: the largest finite bound of latency_seconds is 10s/],
    [
      '0',
      '> 0.3',
      /^error: > 300ms can never hold: a quantile of 0 is drawn at 0s, where the first bucket of latency_seconds begins, whatever the requests; the alert can never fire; take a quantile above 0$/,
    ],
  ])('%s %s', (quantile, comparison, sentence) => {
    expect(lint(`${of(quantile)} ${comparison}`, tens)).toEqual([expect.stringMatching(sentence)])
  })

  it.each([
    ['1', '> 2'],
    ['1', '>= 10'],
  ])('%s %s is as it should be', (quantile, comparison) => {
    expect(lint(`${of(quantile)} ${comparison}`, tens)).toEqual([])
  })
})

describe('lintRules warns of', () => {
  it.each([
    [
      'a for that is shorter than the range',
      `${P95} > 1`,
      '30s',
      'note: for 30s is shorter than the range of 1m: one short burst stays in the window for 1m, so hardly anything is filtered; take 1m or more, or a shorter range',
    ],
    [
      'a bound as Prometheus 2 keeps it',
      'rate(latency_seconds_bucket{le="1"}[1m]) > 5',
      '1m',
      'warning: le="1" finds nothing in Prometheus 3, which keeps "1" as "1.0"; le=~"1|1[.]0" means both',
    ],
    [
      'several of them',
      'rate(latency_seconds_bucket{le=~"1|2|0.5"}[1m]) > 5',
      '1m',
      'warning: le=~"1|2|0.5" finds nothing in Prometheus 3, which keeps "1", "2" as "1.0", "2.0"; le=~"1|2|0.5|1[.]0|2[.]0" means both',
    ],
    [
      'one that is to be left out',
      'rate(latency_seconds_bucket{le!="5"}[1m]) > 5',
      '1m',
      'warning: le!="5" leaves nothing out in Prometheus 3, which keeps "5" as "5.0"; le!~"5|5[.]0" means both',
    ],
    [
      'a percentage for a quantile',
      'histogram_quantile(95, rate(latency_seconds_bucket[1m])) > 1',
      '1m',
      'error: histogram_quantile takes a quantile from 0 to 1, got 95 (did you mean 0.95?); its result is +Inf, whatever the latencies',
    ],
    [
      'a value that no series has yet',
      'rate(latency_seconds_count{route="/late"}[1m]) > 1',
      '1m',
      'warning: the target has no series latency_seconds_count{route="/late"} yet: its labels have other values; unless they come with traffic, the alert can never fire',
    ],
  ])('%s', (_, expr, held, finding) => {
    const context = expr.includes('(95') ? { ...known, bounds: new Map() } : known
    expect(lint(expr, context, held)).toEqual([finding])
  })

  it('a range that contains two scrapes only sometimes', () => {
    expect(lint(`${P95} > 1`, { ...known, scrapeIntervalSeconds: 40 })).toEqual([
      'warning: rate over 60s needs two samples, and with a scrape every 40s has them 50% of the time; take 160s or more',
    ])
  })
})

describe('the findings of a file', () => {
  const text = `
groups:
  - name: g
    rules:
      - record: route:p95
        expr: histogram_quantile(0.95, rate(latency_seconds_bucket[500ms]))
      - alert: Slow
        expr: route:p95 > 1
      - alert: Slower
        expr: histogram_quantile(0.95, rate(latency_seconds_bucket[1m])) > 1.5
        for: 30s
      - alert: Wrong
        expr: histogram_quantile(95, rate(latency_seconds_bucket{le="1"}[1m])) > 9
`
  const findings = lintRules(parseRuleFile(text, 'a.rules.yml'), known)

  it('are in the order of its rules, errors first for each', () => {
    expect(findings.map(({ line, rule, severity }) => [line, rule, severity])).toEqual([
      [5, 'route:p95', 'error'],
      [9, 'Slower', 'warning'],
      [9, 'Slower', 'note'],
      [12, 'Wrong', 'error'],
      [12, 'Wrong', 'error'],
      [12, 'Wrong', 'warning'],
    ])
  })

  it('allow selectors of recorded series, and say where nothing is recorded', () => {
    expect(findings[0]).toMatchObject({
      file: 'a.rules.yml',
      line: 5,
      rule: 'route:p95',
      sentence:
        'rate over 500ms needs two samples, and with a scrape every 1s never has them: nothing is ever recorded; take 4s or more',
    })
  })
})

describe('an alert on what is never recorded', () => {
  const RULES = `
groups:
  - name: g
    rules:
      - record: share:high
        expr: sum(rate(requests_total{code="500"}[1m])) / sum(rate(requests_total[1m])) > 5
      - record: p95:high
        expr: histogram_quantile(0.95, rate(latency_seconds_bucket[1m])) > 500
`
  const alertsFound = (expr: string) =>
    lintRules(parseRuleFile(`${RULES}      - { alert: A, expr: '${expr}' }\n`, 'a.rules.yml'), known)
      .filter(({ rule, proof }) => rule === 'A' && proof === 'neverReturns')
      .map(({ severity, sentence }) => `${severity}: ${sentence}`)

  it.each([
    ['share:high', 'share:high'],
    ['p95:high', 'p95:high'],
    ['sum(p95:high) or share:high', 'sum(p95:high) or share:high'],
    ['p95:high unless up', 'p95:high unless up'],
  ])('can never fire: %s', (expr, text) => {
    expect(alertsFound(expr)).toEqual([
      `error: ${text} never returns anything, because what it reads is never recorded: the alert can never fire`,
    ])
  })

  it.each(['absent(p95:high)', 'p95:high or up == 0', 'up == 0 unless p95:high'])('may fire: %s', (expr) => {
    expect(alertsFound(expr)).toEqual([])
  })

  it('is told once where a comparison says it already', () => {
    expect(alertsFound('p95:high > 1')).toHaveLength(1)
  })
})
