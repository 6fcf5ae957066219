// Expressions of every kind, and samples with jitter, gaps, resets, NaN and infinities to evaluate them on.

import { randomStream } from '../../core/random.ts'
import type { Series } from '../../prometheus/series/series.ts'

export const START_MS = 1_700_000_000_000
const SAMPLES = 80
const SCRAPE_MS = 15_000
export const EVALUATION_INTERVAL_MS = 30_000
/** Between samples, on one of them, on a whole minute, with few samples so far, and long after the last. */
export const INSTANTS_MS = [604_321, 600_000, 640_000, 16_000, 1_320_500].map((after) => START_MS + after)

export const EXACT = [
  // Subqueries.
  'max_over_time(g[5m:1m])',
  'avg_over_time(rate(c_total[1m])[5m:15s])',
  'sum_over_time(g[3m:])',
  'count_over_time(g[3m:] offset 30s)',
  'count_over_time(g[10m:7s])',
  'count_over_time(g[1m:90s])',
  'last_over_time(g[5m:13s])',
  'last_over_time(sum by (a) (g)[5m:1m] offset -1m)',
  'rate(sum(c_total)[5m:15s])',
  'increase(max_over_time(c_total[1m])[4m:20s])',
  'deriv(rate(c_total[1m])[5m:30s])',
  'predict_linear(g[10m:1m], 600)',
  'quantile_over_time(0.9, g[5m:1m])',
  'max_over_time(max_over_time(g[1m:10s])[5m:1m])',
  'max_over_time((g > 50)[5m:30s])',
  'absent_over_time(g{a="none"}[5m:1m])',
  'absent_over_time(sum(none)[5m:1m])',
  'min_over_time(vector(time() - 1.7e9)[5m:1m])',
  'min_over_time(time()[5m:1m])',
  'max_over_time(timestamp(g)[5m:1m]) - 1.7e9',
  'avg_over_time(avg(g{a!="inf"})[5m:1m])',
  'stddev_over_time(g[5m:30s] @ 1700000400 offset 30s)',
  'changes((g > bool 50)[5m:15s])',
  'max_over_time(vector(hour())[2h:30m])',
  'sum_over_time(absent(g offset 10m)[5m:1m])',
  'irate(c_total[5m:1m])',
  'idelta(g[5m:1m])',
  'delta(g[5m:1m])',
  'resets(c_total[10m:15s])',
  'present_over_time(g[5m:1m])',
  'count_over_time((g @ 1700000300)[5m:1m])',
  'sum_over_time((g @ start())[5m:1m])',
  'sum_over_time((g @ end() offset 1m)[5m:1m])',
  'sum_over_time(rate(c_total[1m] @ 1700000300)[5m:1m])',
  // @ and offset.
  'g @ 1700000300',
  'g @ 1700000300.25',
  'g @ end()',
  'g @ start() offset 1m',
  'g offset -1m',
  'g offset 2m @ 1700000600',
  'rate(c_total[5m] @ 1700000600)',
  'rate(c_total[5m] @ 1700000600 offset 1m)',
  'rate(c_total[5m] offset -1m)',
  'predict_linear(g[5m] @ 1700000600, 60)',
  'timestamp(g @ 1700000300)',
  'timestamp(g @ 1700000300 offset 2m)',
  'timestamp(g @ 1700000600 offset 4m50s)',
  'timestamp(g @ 1700000600 offset 6m)',
  'timestamp(g @ 1700000300 offset -1m)',
  // Functions over ranges.
  'deriv(g[5m])',
  'deriv(c_total[5m])',
  'deriv(constant[5m])',
  'deriv(g[20s])',
  'predict_linear(g[5m], 3600)',
  'predict_linear(constant[5m], 3600)',
  'predict_linear(g[5m] offset 1m, -60)',
  'predict_linear(g[5m], scalar(sum(constant)))',
  'predict_linear(infinite[5m], 60)',
  'avg_over_time(g[5m])',
  'sum_over_time(g[5m])',
  'count_over_time(g[5m])',
  'min_over_time(g[5m])',
  'max_over_time(g[5m])',
  'last_over_time(g[5m])',
  'present_over_time(g[5m])',
  'absent_over_time(g[5m])',
  'absent_over_time(g{a="none",b=~"x"}[5m])',
  'stddev_over_time(g[5m])',
  'stdvar_over_time(g[5m])',
  'stddev_over_time(constant[5m])',
  'quantile_over_time(0.5, g[5m])',
  'quantile_over_time(0.333, g[5m])',
  'quantile_over_time(1.5, g[5m])',
  'quantile_over_time(-1, g[5m])',
  'quantile_over_time(NaN, g[5m])',
  'quantile_over_time(scalar(constant{a="1"}) / 1000, g[5m])',
  'changes(g[5m])',
  'changes(steps[5m])',
  'resets(c_total[10m])',
  'rate(c_total[5m])',
  'increase(c_total[5m])',
  'irate(c_total[5m])',
  'delta(g[5m])',
  'idelta(g[5m])',
  'histogram_quantile(0.9, sum by (le, a) (rate(h_bucket[5m])))',
  'histogram_count(g)',
  'histogram_sum(rate(c_total[5m]))',
  // Aggregations.
  'sum(g)',
  'avg by (b) (g)',
  'min(g)',
  'max by (b) (g)',
  'count by (b) (g)',
  'group(g)',
  'group by (b) (g)',
  'group without (a) (g)',
  'stddev(g)',
  'stddev by (b) (g)',
  'stdvar without (a) (g)',
  'stdvar(infinite)',
  'stddev(g{a="nan"})',
  'quantile(0.3, g)',
  'topk(2, g{a!="nan"})',
  'bottomk by (b) (1, g{a!="nan"})',
  'count_values("value", steps)',
  'count_values by (b) ("value", steps)',
  'count_values without (a) ("v", steps / 3)',
  'count_values("b", steps)',
  'count_values("value", infinite)',
  'count_values("value", steps * 1e300)',
  'count_values("value", steps / 1e10)',
  'count_values("a b", steps)',
  'count_values((("v")), steps)',
  // Labels.
  'label_replace(g, "c", "$1-x", "b", "(.*)")',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of Prometheus
  'label_replace(g, "c", "${1}_$$_$2", "b", "(.*)")',
  'label_replace(g, "c", "$1x", "b", "(.*)")',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of Prometheus
  'label_replace(g, "c", "${first}.$second", "b", "(?P<first>.)(?P<second>.*)")',
  'label_replace(g, "c", "$", "b", ".*")',
  'label_replace(g, "c", "${", "b", ".*")',
  'label_replace(g, "c", "${1", "b", "(.*)")',
  'label_replace(g, "c", "$01", "b", "(.*)")',
  'label_replace(g, "c", "$1", "b", "x(y)?")',
  'label_replace(g, "b", "", "b", "x")',
  'label_replace(g, "b", "none", "missing", "")',
  'label_replace(g, "__name__", "other_$1", "b", "(.*)")',
  'label_replace(g, "c", "$1", "b", "(x|y).*")',
  'label_replace(g, "c", "$1", "a", "(?i:(N)AN)")',
  'label_replace(g, "c", "$1", "b", "((x")',
  'label_replace(g, "c d", "$1", "b", "(.*)")',
  'label_replace(g, "", "$1", "b", "(.*)")',
  'label_replace(g, "a", "same", "b", ".*")',
  'label_replace(none, "c d", "$1", "b", "(")',
  'label_join(g, "c", "-", "a", "b")',
  'label_join(g, "c", "", "b", "none", "a")',
  'label_join(g, "a", ",")',
  'label_join(g, "c", "-", "a b")',
  'label_join(g, "c d", "-", "a")',
  'sum by (c) (label_join(g, "c", "-", "b"))',
  // Order.
  'sort(g)',
  'sort_desc(g)',
  'sum(sort(g))',
  // Time and dates.
  'time()',
  'time() - timestamp(g)',
  'timestamp(g offset 1m)',
  'timestamp((g))',
  'timestamp(sum(g))',
  'timestamp(-g)',
  'hour()',
  'minute()',
  'month()',
  'year()',
  'day_of_month()',
  'day_of_week()',
  'day_of_year()',
  'days_in_month()',
  'hour(instants)',
  'minute(instants)',
  'month(instants)',
  'year(instants)',
  'day_of_month(instants)',
  'day_of_week(instants)',
  'day_of_year(instants)',
  'days_in_month(instants)',
  'hour() >= 9 and hour() < 23',
  'day_of_week(vector(time() + 86400)) > 0',
  // Values.
  'sgn(g - 50)',
  'abs(-g)',
  'ceil(g)',
  'floor(g)',
  'round(g, 0.1)',
  'clamp(g, 40, 60)',
  'clamp_max(g, 50)',
  'clamp_min(g, scalar(constant{a="1"}))',
  'sqrt(g)',
  'deg(g)',
  'rad(g)',
  'pi()',
  'pi() * g',
  'vector(pi())',
  'scalar(constant{a="1"})',
  'scalar(g)',
  'absent(none{a="b"})',
  'absent((none{a="b"}))',
  // Operators and grouping.
  'g > bool 50',
  'g == bool g',
  '1 > bool 2',
  'g and on (b) constant',
  'g or constant',
  'g unless on (a) constant',
  'g * on (b) group_left () sum by (b) (g)',
  'g / ignoring (a) group_left (c) label_replace(sum by (b) (constant), "c", "d", "", "")',
  'constant * on (a) group_right (b) label_replace(g, "b", "new", "", "")',
  'g{a="1"} % 7',
  'g{a="1"} ^ 0.5',
  '2 ^ -1',
  '-g ^ 2',
  'g + on (a) constant',
  'g + on (b) constant',
  // Literals.
  '1e3 + 0x1F + 010 + .5 + 1.',
  'Inf - -Inf',
  'g{a="1"} == +Inf',
  '{__name__=~"g|constant", a="1"}',
  '{"g", a="1"}',
  '5m',
  'rate(c_total[300])',
  'g offset 60',
]

/** With the exponentials and angles of Go's math package, which may differ in the last bits. */
export const NEARLY = [
  'exp(g / 100)',
  'ln(g)',
  'log2(g)',
  'log10(g)',
  'sin(g)',
  'cos(g)',
  'tan(g)',
  'asin(g / 100)',
  'acos(g / 100)',
  'atan(g)',
  'sinh(g / 100)',
  'cosh(g / 100)',
  'tanh(g / 100)',
  'asinh(g)',
  'acosh(g)',
  'atanh(g / 100)',
  'g atan2 on (a) constant',
  'g{a="1"} atan2 3',
  '1 atan2 g',
  '3 atan2 4',
  'g ^ 1.5',
]

export const OF_2 = ['holt_winters(g[5m], 0.3, 0.6)', 'holt_winters(g[5m], 1, 0.6)', 'holt_winters(g[5m:1m], 0.5, 0.1)']

/** The others of 3.x are experimental, and evaluated with their flag. */
export const OF_3 = [
  'double_exponential_smoothing(g[5m], 0.3, 0.6)',
  'double_exponential_smoothing(g[5m], 0.3, 0)',
  'double_exponential_smoothing(none[5m], 0.3, 0)',
  'mad_over_time(g[5m])',
  'sort_by_label(g, "a")',
  'sort_by_label_desc(g, "b", "a")',
  'sort_by_label(g)',
  'ts_of_max_over_time(steps[5m])',
  'ts_of_min_over_time(steps[5m])',
  'ts_of_last_over_time(g[5m])',
  'histogram_avg(g)',
  'histogram_stddev(g)',
  'histogram_stdvar(g)',
  'histogram_fraction(0, 0.5, rate(h_bucket[5m]))',
]

const BOUNDS = ['0.1', '0.5', '2.5', '+Inf']

export function recordedSeries(): Series[] {
  const random = randomStream(5, 'real-answers')
  const series: Series[] = []
  const add = (labels: Record<string, string>, valueAt: (i: number) => number | undefined) => {
    const samples = Array.from({ length: SAMPLES }, (_, i) => ({
      // Now and then on the grid itself.
      timestampMs: START_MS + i * SCRAPE_MS + (i % 4 === 0 ? 0 : Math.floor(random() * 900)),
      value: random() < 0.05 ? undefined : valueAt(i),
    })).flatMap(({ timestampMs, value }) => (value === undefined ? [] : [{ timestampMs, value }]))
    series.push({ labels, samples })
  }
  for (const [a, b] of [
    ['1', 'x'],
    ['2', 'y'],
    ['10', 'xyz'],
  ] as const) {
    let value = 50
    add({ __name__: 'g', a, b }, () => (value += 20 * (random() - 0.5)))
  }
  add({ __name__: 'g', a: 'nan', b: 'x' }, (i) => (i % 3 === 0 ? Number.NaN : i * 1.1))
  add({ __name__: 'g', a: 'inf', b: 'y' }, (i) => (i % 7 === 0 ? Number.POSITIVE_INFINITY : i / 3))
  for (const a of ['1', '2']) {
    let count = 0
    add({ __name__: 'c_total', a }, () => (count = random() < 0.05 ? 0 : count + random() * 10))
    add({ __name__: 'constant', a }, () => 42.1 * Number(a))
  }
  for (const a of ['1', '2', '3']) add({ __name__: 'steps', a, b: a === '3' ? 'y' : 'x' }, (i) => Math.floor(i / 9) % 4)
  add({ __name__: 'infinite', a: '1' }, () => Number.POSITIVE_INFINITY)
  ;[0, 951_782_399, 951_868_800, 1_077_926_400.9, -1, 1_735_689_599, 4_107_542_400].forEach((seconds, i) => {
    add({ __name__: 'instants', i: `${i}` }, () => seconds)
  })
  const counts = BOUNDS.map(() => 0)
  for (const [i, le] of BOUNDS.entries())
    add({ __name__: 'h_bucket', a: '1', le }, (sample) => (counts[i] = sample * (i + 1)))
  return series
}
