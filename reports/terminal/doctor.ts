// What `doctor` prints: a checklist, and what to do about each that is not as it should be.

import {
  type CheckId,
  type CheckState,
  checksIn,
  type DoctorCheck,
  type DoctorReport,
} from '../../core/doctor/doctor-check.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { withPlainText } from '../figures/plain-text.ts'
import type { TerminalOptions } from './terminal-options.ts'
import { heading } from './text/section.ts'
import { type Line, line, paint, type Span, type Style, span } from './text/styled-text.ts'
import { wrapLine } from './text/wrap-line.ts'

const MARKS: Readonly<Record<CheckState, readonly [mark: string, style: Style]>> = {
  ok: ['✔', 'pass'],
  warning: ['!', 'inconclusive'],
  problem: ['✖', 'fail'],
  unknown: ['?', 'quiet'],
}

const NAMES: Readonly<Record<CheckId, string>> = {
  cores: 'cores',
  'cpu-quota': 'CPU quota',
  memory: 'memory',
  'open-files': 'open files',
  ports: 'ports',
  timers: 'timers',
  'clock-source': 'clock source',
  'other-load': 'other load',
  'report-folder': 'reports',
  scenario: 'scenario',
  'allowed-host': 'allowed host',
  reachable: 'reachable',
  tls: 'TLS',
  requests: 'requests',
  'metrics-page': 'metrics page',
  'scrape-duration': 'scrapes',
  histogram: 'histogram',
  'histogram-moving': 'it counts',
  thresholds: 'thresholds',
  layout: 'buckets',
  'clock-offset': 'its clock',
  prometheus: 'Prometheus',
}

const WIDEST = 120
const NAME_WIDTH = Math.max(...Object.values(NAMES).map(({ length }) => length))
/** Below, what was seen goes under its name. */
const LEAST_BESIDE = 36

export function renderDoctor(report: DoctorReport, options: TerminalOptions): string {
  const plain = withPlainText(report)
  const width = Math.min(options.width, WIDEST)
  const lines = [
    ...section('This machine', [], plain.machine, width),
    ...(plain.service.length === 0
      ? []
      : [[], ...section(`Scenario ${plain.scenario}`, targetRemark(plain), plain.service, width)]),
    [],
    ...wrapLine(closing(plain), width),
  ]
  return `${lines.map((spans) => paint(spans, options.color)).join('\n')}\n`
}

function targetRemark({ target }: DoctorReport): Line {
  return line(target ?? 'the bundled server', 'quiet')
}

function section(title: string, remark: Line, checks: readonly DoctorCheck[], width: number): Line[] {
  return [...heading(title, remark, width), ...checks.flatMap((each) => checkLines(each, width))]
}

function checkLines({ id, state, observed, advice }: DoctorCheck, width: number): Line[] {
  const [mark, style] = MARKS[state]
  const head: Span[] = [span(' '), span(mark, style), span(' ')]
  const name = NAMES[id]
  const seen: Line = state === 'unknown' ? line(observed, 'quiet') : line(observed)
  const todo: Line[] = advice === null ? [] : [[span('→ ', style), span(advice)]]
  const indent = 3 + NAME_WIDTH + 2
  if (width - indent < LEAST_BESIDE) {
    const below = { first: 3, rest: 3 }
    return [
      [...head, span(name, 'strong')],
      ...wrapLine(seen, width, below),
      ...todo.flatMap((each) => wrapLine(each, width, { first: 3, rest: 5 })),
    ]
  }
  const beside = wrapLine(seen, width - indent)
  return [
    ...beside.map((spans, i) =>
      i === 0 ? [...head, span(name.padEnd(NAME_WIDTH + 2), 'strong'), ...spans] : [span(' '.repeat(indent)), ...spans],
    ),
    ...todo.flatMap((each) => wrapLine(each, width, { first: indent, rest: indent + 2 })),
  ]
}

function closing(report: DoctorReport): Line {
  const checks = checksIn(report)
  const count = (state: CheckState) => checks.filter((each) => each.state === state).length
  const [problems, warnings, unknown] = [count('problem'), count('warning'), count('unknown')]
  const rest = [
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(unknown > 0 ? [`${unknown} that could not be told`] : []),
  ]
  if (problems > 0)
    return [
      span(`${counted(problems, 'problem')}: a run here would not begin, or prove nothing`, 'fail'),
      ...(rest.length === 0 ? [] : [span(`; ${listed(rest)}`)]),
    ]
  const fit = span(report.scenario === null ? 'No problem found on this machine' : 'No problem found', 'pass')
  return rest.length === 0 ? [fit] : [fit, span(`; ${listed(rest)}`)]
}
