// Everything that a metrics page may print in place of one histogram, second by second of a run, and what must come of
// it. In truth the service observes ten requests a second, nine of them at 0.05 s and one at 0.5 s; 100 in the run.

import type { Verdict } from '../../core/report/worst-verdict.ts'

export interface HostilePage {
  readonly name: string
  /** An Error where no page comes. */
  readonly page: (second: number) => string | Error
  /** Default: the text format. */
  readonly contentType?: string | null
  /**
   * `refused`: the run does not begin, with words behind "got". `counted`: so many requests were observed, which must be
   * the truth wherever the page tells it, and so goes the verdict with an alert that must not fire. `uncounted`: what was observed is unknown, for a reason of this kind.
   */
  readonly outcome:
    | { readonly refused: string }
    | { readonly counted: number; readonly verdict: Verdict }
    | { readonly uncounted: string }
  /** Words of a warning before the run, or of a problem after it. */
  readonly says?: string
}

/** In milliseconds, where the run starts. */
export const STARTED_AT = 1_700_000_000_000

interface Printed {
  readonly bounds?: readonly string[]
  readonly labels?: string
  /** Behind each value. */
  readonly behind?: string
}

function histogramPage(
  count: number,
  { bounds = ['0.1', '1', '+Inf'], labels = '', behind = '' }: Printed = {},
): string {
  const below = (le: string) => (Number(le) < 0.5 ? Math.floor(count * 0.9) : count)
  const own = labels === '' ? '' : `{${labels}}`
  return [
    '# TYPE h_seconds histogram',
    ...bounds.map((le) => `h_seconds_bucket{${labels}${labels && ','}le="${le}"} ${below(le)}${behind}`),
    `h_seconds_sum${own} ${count * 0.095}${behind}`,
    `h_seconds_count${own} ${count}${behind}`,
    '',
  ].join('\n')
}

type Page = HostilePage['page']
type Edit = (page: string, second: number) => string

const honest = (second: number) => histogramPage(100 + 10 * Math.floor(second))
const printed = (options: Printed) => (second: number) => histogramPage(100 + 10 * Math.floor(second), options)
const edited = (edit: Edit) => (second: number) => edit(honest(second), second)
const followed = (line: string) => edited((page) => `${page}${line}\n`)
const later = (page: Page) => (second: number) => (second < 5 ? honest(second) : page(second))
const inTurn = (page: Page) => (second: number) => (Math.floor(second) % 2 === 1 ? page(second) : honest(second))
/** Every count in the place of `$2`. */
const counts = (edit: string) => edited((page) => page.replaceAll(/(_bucket.*|_count) (\d+)$/gm, edit))
const failing = () => new Error('HTTP status 500')
const lines = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('')

const refused = (name: string, words: string, page: Page, contentType?: string): HostilePage => ({
  name,
  page,
  outcome: { refused: words },
  ...(contentType !== undefined && { contentType }),
})
const counted = (name: string, count: number, verdict: Verdict, page: Page, says?: string): HostilePage => ({
  name,
  page,
  outcome: { counted: count, verdict },
  ...(says !== undefined && { says }),
})
const uncounted = (name: string, kind: string, page: Page, says?: string): HostilePage => ({
  name,
  page,
  outcome: { uncounted: kind },
  ...(says !== undefined && { says }),
})

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0'
const utf16 = edited((page) => Buffer.from(page, 'utf16le').toString('latin1'))

export const HOSTILE_PAGES: readonly HostilePage[] = [
  counted('what is expected', 100, 'pass', honest),
  uncounted('nothing', 'neverPrinted', () => '', 'before the first request no histogram named h_seconds'),
  refused('HTML', 'a page of HTML', () => '<!doctype html><html><body>Sign in</body></html>', 'text/html'),
  refused('HTML that says it is text', 'a page of HTML', () => '<html>'),
  refused('JSON', 'JSON: the metrics', () => '{"up":1}', 'application/json'),
  refused('a program', 'one that fails at line 1: expected a metric name', () => '\x7fELF\x02\x01\x01\0\0'),
  refused('UTF-16', 'one that fails at line 2: expected a metric name', utf16),
  refused(
    'a byte order mark',
    'one that fails at line 1',
    edited((page) => `\ufeff${page}`),
  ),
  refused('a zero byte in a name', 'one that fails at line 7: expected a value', followed('x\0y 1')),
  counted('a zero byte in a value', 100, 'pass', followed('x{a="b\0c"} 1')),
  refused(
    'carriage returns',
    'one that fails at line 1',
    edited((page) => page.replaceAll('\n', '\r\n')),
  ),
  counted(
    'no newline at the end',
    100,
    'pass',
    edited((page) => page.trimEnd()),
  ),
  {
    name: 'no content type',
    page: honest,
    contentType: null,
    outcome: { counted: 100, verdict: 'pass' },
    says: 'refuses this page',
  },
  refused('text that says it is OpenMetrics', 'one that fails at line 7: expected # EOF', honest, OPEN_METRICS),
  refused('more behind EOF', 'one that fails at line 7: expected nothing', followed('# EOF\nx 1'), OPEN_METRICS),
  counted('EOF in the text format', 100, 'pass', followed('# EOF')),
  refused(
    'half a page',
    'one that fails at line 6',
    edited((page) => page.slice(0, page.length - 8)),
  ),

  refused('a label of a megabyte', 'a value of 1000000 bytes', followed(`x{a="${'y'.repeat(1e6)}"} 1`)),
  refused('a name of a megabyte', 'a value of 1000000 bytes', followed(`${'y'.repeat(1e6)} 1`)),
  refused('thousands of labels', 'a series of more than', followed(`x{${lines(3000, (i) => `l${i}="v",`)}} 1`)),
  refused(
    '100,000 series',
    'a page of more than',
    edited((page) => page + lines(1e5, (i) => `x{i="${i}"} 1\n`)),
  ),
  counted(
    'other series each time',
    100,
    'inconclusive',
    edited((page, second) => page + lines(500, (i) => `x{i="${second}-${i}"} 1\n`)),
    'different series since the run began',
  ),
  counted(
    'each series twice',
    100,
    'pass',
    edited((page) => page + page.replaceAll(/ \d+$/gm, ' 7')),
    'printed twice',
  ),
  refused('the same label twice', 'one that fails at line 7: expected each label once', followed('x{a="1",a="2"} 1')),
  refused('two commas', 'one that fails at line 7', followed('x{a="1",,b="2"} 1')),
  refused('an open quote', 'one that fails at line 7: expected a closing quote', followed('x{a="1} 1')),
  counted(
    'names that JavaScript uses',
    100,
    'pass',
    followed('x{__proto__="1",constructor="2"} 1\n__proto__ 1\nconstructor 2'),
  ),
  uncounted(
    'histograms of such names',
    'neverPrinted',
    () => '__proto___bucket{le="1"} 1\nconstructor_bucket{le="1"} 1\n',
  ),
  counted('labels of the target', 100, 'pass', printed({ labels: 'instance="evil",job="evil"' })),
  counted('colours and bells', 100, 'pass', printed({ labels: 'path="\x1b[31mred\x07\x9b"' })),
  refused(
    'workflow commands',
    'one that fails at line 8',
    followed('x{a="\\n::error::owned"} 1\n\u202e::error::owned 1'),
  ),
  counted(
    'types that contradict',
    100,
    'pass',
    edited((page) => `# TYPE h_seconds gauge\n${page}# TYPE h_seconds counter\n`),
  ),
  refused(
    'a type that does not exist',
    'one that fails at line 1: expected a type',
    edited((page) => `# TYPE x y\n${page}`),
  ),

  refused(
    'a summary',
    'a summary without buckets',
    () => '# TYPE h_seconds summary\nh_seconds_sum 1\nh_seconds_count 1\n',
  ),
  refused('a gauge of that name', 'a gauge without buckets', () => '# TYPE h_seconds gauge\nh_seconds 1\n'),
  counted(
    'a native histogram as text',
    100,
    'inconclusive',
    printed({ bounds: ['+Inf'] }),
    'as a native histogram is in a page of text',
  ),
  uncounted('no +Inf', 'noInfBucket', printed({ bounds: ['0.1', '1'] }), 'printed without a bucket at +Inf'),
  uncounted(
    'no bounds',
    'noInfBucket',
    edited((page) => page.replaceAll(/\{le="[^"]*"\}/g, '')),
    'without a bucket',
  ),
  counted('Inf in other words', 100, 'pass', printed({ bounds: ['0.1', '1', 'inf'] })),
  counted('a bound that is no number', 100, 'inconclusive', printed({ bounds: ['0.1', 'fast', '+Inf'] })),
  counted('a bound that is NaN', 100, 'fail', printed({ bounds: ['NaN', '1', '+Inf'] })),
  counted('a bound below zero', 100, 'inconclusive', printed({ bounds: ['-1', '1', '+Inf'] })),
  counted('a bound twice', 100, 'pass', printed({ bounds: ['0.1', '0.1', '1', '+Inf'] }), '1 series was printed twice'),
  counted(
    'a bound in three ways',
    100,
    'fail',
    printed({ bounds: ['1', '1.0', '1e0', '+Inf'] }),
    '2 series were printed twice',
  ),
  counted('bounds in no order', 100, 'pass', printed({ bounds: ['+Inf', '1', '0.1'] })),

  uncounted(
    'buckets that fall',
    'notCumulative',
    edited((page) => page.replace(/(le="0.1"} )\d+/, '$1999999')),
  ),
  uncounted(
    'a count far from +Inf',
    'countDiffers',
    edited((page) => page.replace(/(h_seconds_count )\d+/, '$13')),
  ),
  counted(
    'a count a little behind',
    100,
    'pass',
    edited((page, second) => page.replace(/(_count \d\d)\d/, (_, tens) => `${tens}${Math.floor(second) % 2}`)),
  ),
  uncounted(
    'one count of NaN',
    'notWhole',
    edited((page) => page.replace(/(le="1"} )\d+/, '$1NaN')),
  ),
  uncounted('all counts NaN', 'notWhole', counts('$1 NaN')),
  uncounted('infinite counts', 'notWhole', counts('$1 +Inf')),
  uncounted('negative counts', 'notWhole', counts('$1 -$2')),
  uncounted('counts with halves', 'notWhole', counts('$1 $2.5')),
  uncounted('counts that jump to 1e300', 'notWhole', later(counts('$1 1e300'))),
  uncounted('a NaN in the middle of the run', 'notWhole', inTurn(counts('$1 NaN'))),
  uncounted(
    'a sum of NaN',
    'noSum',
    edited((page) => page.replace(/(h_seconds_sum )\S+/, '$1NaN')),
  ),
  counted(
    'a sum that falls',
    100,
    'pass',
    edited((page, second) => page.replace(/(h_seconds_sum )\S+/, `$1${100 - second}`)),
  ),

  counted(
    'times of an hour ago',
    100,
    'inconclusive',
    printed({ behind: ` ${STARTED_AT - 3_500_000}` }),
    'with times of its own',
  ),
  counted(
    'times of a year ago',
    100,
    'inconclusive',
    printed({ behind: ` ${STARTED_AT - 31_536_000_000}` }),
    'times too far off',
  ),
  counted(
    'times of tomorrow',
    100,
    'inconclusive',
    printed({ behind: ` ${STARTED_AT + 86_400_000}` }),
    'times too far off',
  ),
  refused('a time of 30 digits', 'one that fails at line 2', printed({ behind: ` ${'9'.repeat(30)}` })),

  counted('counters that stand still', 0, 'inconclusive', () => honest(0)),
  uncounted('a gauge', 'severalProcesses', (second) => histogramPage(50 + (Math.floor(second) % 2))),
  uncounted(
    'two processes',
    'severalProcesses',
    inTurn((second) => histogramPage(5000 + 10 * Math.floor(second))),
  ),
  uncounted('bounds that change', 'boundsDiffer', later(printed({ bounds: ['0.2', '1', '+Inf'] }))),
  counted(
    'a restart',
    90,
    'inconclusive',
    later((second) => histogramPage(10 * Math.floor(second - 5))),
    'were reset once',
  ),
  counted(
    'other labels after a restart',
    90,
    'inconclusive',
    later((second) => histogramPage(10 * Math.floor(second - 5), { labels: 'v="2"' })),
  ),
  uncounted(
    'gone',
    'vanished',
    later(() => '# nothing any more\n'),
  ),
  counted(
    'failures every other time',
    100,
    'pass',
    inTurn(failing),
    'scrapes of 127.0.0.1:8000 failed: HTTP status 500',
  ),
  uncounted('failures from the middle on', 'noFinalScrape', later(failing), 'failed: HTTP status 500'),
  refused('failures throughout', 'HTTP status 500', failing),
]
