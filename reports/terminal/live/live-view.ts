// A running scenario as a few lines that are redrawn each second, and as one plain line for logs. Pure.

import type { LiveAlert, LiveLimit, LiveState } from '../../../core/run/live-state.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatClock, formatCount, formatLatency, formatSpan } from '../../figures/figures.ts'
import { remark } from '../../figures/load-figures.ts'
import { withPlainText } from '../../figures/plain-text.ts'
import type { TerminalOptions } from '../terminal-options.ts'
import { sparkline } from '../text/sparkline.ts'
import { fitLine, type Line, line, lineWidth, padLine, paint, type Style, span } from '../text/styled-text.ts'
import { progressBar } from './progress-bar.ts'

const NOTES_SHOWN = 3
const LABEL_WIDTH = 8
const WIDEST = 120
const SPARKLINE_WIDTH = 40

const STATE_STYLES: Readonly<Record<LiveAlert['state'], Style>> = {
  inactive: 'quiet',
  pending: 'inconclusive',
  firing: 'fail badge',
}

/** The lines of the display, none wider than the given width. */
export function renderLiveView(state: LiveState, options: TerminalOptions): string[] {
  const plain = withPlainText(state)
  const width = Math.min(options.width, WIDEST)
  const lines = [
    title(plain, width),
    ...(plain.question === '' ? [] : [line(plain.question, 'quiet')]),
    progressBar(plain.phases, plain.elapsedSeconds, width),
    labelled('rate', rates(plain), width),
    labelled('answers', answers(plain), width),
    labelled('P95', quantiles(plain), width),
    ...history(plain, width),
    ...plain.alerts.map((alert, i) => labelled(i === 0 ? 'alert' : '', alertState(alert), width)),
    ...plain.notes.slice(-NOTES_SHOWN).map((note) => [span('! ', 'inconclusive'), span(note)]),
  ]
  return lines.map((spans) => paint(fitLine(spans, width), options.color))
}

/** The same in one line without any escape sequence. */
export function renderProgressLine(state: LiveState): string {
  const plain = withPlainText(state)
  const { totals, alerts } = plain
  const parts = [
    `${clock(plain)} ${stageName(plain)}`,
    `offered ${formatRate(plain.offeredRate)}, achieved ${formatRate(plain.achievedRate)}`,
    `${formatCount(totals.completed)} completed, ${counted(totals.errors, 'error')}, ${timeouts(totals)}`,
    `P95 of the last minute: exact ${formatLatency(plain.exactP95Seconds)}, estimated ${formatLatency(plain.estimatedP95Seconds)}`,
    ...alerts.map((alert) => `${alert.name} ${alertText(alert)}`),
  ]
  return parts.join(' | ')
}

function title(state: LiveState, width: number): Line {
  const left: Line = [span(state.scenarioName, 'strong'), span('  '), span(stageName(state))]
  const right = line(clock(state))
  const room = width - lineWidth(right) - 2
  if (room < LABEL_WIDTH) return left
  return [...padLine(fitLine(left, room), room + 2, 'left'), ...right]
}

function stageName({ stage, phases }: LiveState): string {
  switch (stage.kind) {
    case 'starting':
      return 'starting'
    case 'phase': {
      const phase = phases[stage.index]
      const warmUp = phase?.measured === false ? ', not measured' : ''
      return `phase ${stage.index + 1}/${phases.length} ${phase?.name ?? ''}${warmUp}`
    }
    case 'draining':
      return 'waiting for the last answers'
    case 'reporting':
      return 'writing the report'
  }
}

function clock({ elapsedSeconds, plannedSeconds }: LiveState): string {
  return `${formatClock(elapsedSeconds)}/${formatClock(plannedSeconds)}`
}

// The parts stand in the order of their weight: the last ones go where there is no room.
function labelled(label: string, parts: readonly Line[], width: number): Line {
  const [first = [], ...others] = parts
  let text: Line = [span(label.padEnd(LABEL_WIDTH), 'quiet'), ...first]
  for (const part of others) {
    const longer = [...text, span('  '), ...part]
    if (lineWidth(longer) > width) break
    text = longer
  }
  return text
}

function rates({ offeredRate, achievedRate, targetRate }: LiveState): Line[] {
  return [
    [span('offered '), span(formatRate(offeredRate), 'strong')],
    [span('achieved '), span(formatRate(achievedRate), 'strong')],
    ...(targetRate === null ? [] : [line(`scheduled ${formatRate(targetRate)}`, 'quiet')]),
  ]
}

/** `12 timeouts (9 never sent)` */
function timeouts({ timeouts: count, neverSent }: LiveState['totals']): string {
  return counted(count, 'timeout') + remark(neverSent, 'never sent')
}

function answers({ totals }: LiveState): Line[] {
  const failures = (count: number, text: string) => line(text, count > 0 ? 'fail' : 'quiet')
  return [
    [span(formatCount(totals.completed), 'strong'), span(' completed')],
    failures(totals.errors, counted(totals.errors, 'error')),
    failures(totals.timeouts, timeouts(totals)),
    line(`${formatCount(totals.inFlight)} in flight`, 'quiet'),
  ]
}

function quantiles(state: LiveState): Line[] {
  const { exactP95Seconds, estimatedP95Seconds } = state
  const limits = limitsNow(state)
  return [
    [span('exact '), span(formatLatency(exactP95Seconds), judged(exactP95Seconds, limits))],
    [span('estimated '), span(formatLatency(estimatedP95Seconds), judged(estimatedP95Seconds, limits))],
    ...limits.map(({ seconds, phase }) =>
      line(`limit ${formatDuration(seconds)}${phase === null ? '' : ` in ${phase}`}`, 'quiet'),
    ),
    line('of the last minute', 'quiet'),
  ]
}

/** The limits that hold in the phase that the run is in. */
function limitsNow({ slaLimits, stage, phases }: LiveState): LiveLimit[] {
  const now = stage.kind === 'phase' ? phases[stage.index]?.name : undefined
  return slaLimits.filter(({ phase }) => phase === null || phase === now)
}

/** Only against a limit that holds throughout: the last minute may reach back into a phase that has another or none. */
function judged(seconds: number | null, limits: readonly LiveLimit[]): Style {
  const throughout = limits.filter(({ phase }) => phase === null)
  if (seconds === null || throughout.length === 0) return 'strong'
  return throughout.every((limit) => seconds < limit.seconds) ? 'pass' : 'fail'
}

function history({ recentP95Seconds }: LiveState, width: number): Line[] {
  const shown = recentP95Seconds.slice(-Math.max(0, Math.min(SPARKLINE_WIDTH, width - LABEL_WIDTH)))
  const known = shown.filter((seconds) => seconds !== null)
  if (known.length < 2) return []
  const remark = `exact, last ${shown.length}s, up to ${formatLatency(Math.max(...known))}`
  return [labelled('', [line(sparkline(shown, shown.length)), line(remark, 'quiet')], width)]
}

// The state first: of a long name the end may go, of the state nothing.
function alertState(alert: LiveAlert): Line[] {
  return [[span(alertText(alert), STATE_STYLES[alert.state]), span(` ${alert.name}`)]]
}

function alertText({ state, sinceSeconds }: LiveAlert): string {
  return state === 'inactive' ? state : `${state} for ${formatSpan(sinceSeconds)}`
}
