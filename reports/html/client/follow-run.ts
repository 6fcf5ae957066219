// The client of the live page: collects the events, redraws once a second, and goes to the report at the end.

import type { LiveEvent, LiveSample } from '../../../core/run/live-event.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatClock, formatCount, formatLatency } from '../../figures/figures.ts'
import { remark } from '../../figures/load-figures.ts'
import { applyEvent, EMPTY_RUN, type LiveRun, liveChart } from '../live/live-chart.ts'
import { PlotHost } from './plots/plot-host.ts'
import { drawTimeline } from './timeline/timeline-plot.ts'

export function followRun(): void {
  const host = element('live-chart')
  let run = EMPTY_RUN
  let plot: PlotHost | undefined
  let isDue = false
  const show = () => {
    isDue = false
    showFigures(run)
    if (run.samples.length === 0 || host.dataset.zoomed !== undefined) return
    if (plot === undefined)
      plot = new PlotHost(
        host,
        drawTimeline(() => liveChart(run)),
      )
    else plot.redraw()
  }
  const source = new EventSource('/events')
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    run = applyEvent(run, JSON.parse(data) as LiveEvent)
    if (run.isDone) {
      source.close()
      location.replace('/report')
    }
    // When the page opens, all past events arrive at once: they are drawn once.
    if (!isDue) setTimeout(show)
    isDue = true
  })
  source.addEventListener('error', () => {
    if (!run.isDone) element('live-stage').textContent = 'Connection lost, reconnecting'
  })
}

function showFigures({ scenarioName, question, samples, planned, plannedSeconds, notes }: LiveRun): void {
  const last = samples.at(-1)
  element('live-name').textContent = scenarioName
  element('live-question').textContent = question
  element('live-question').hidden = question === ''
  showNotes(notes)
  if (last === undefined) return
  const stage = stageInWords(last, planned)
  if (element('live-stage').textContent !== stage) element('live-stage').textContent = stage
  document.title = `${formatClock(last.atSeconds)} ${scenarioName}`
  element('live-time').textContent = `${formatClock(last.atSeconds)} of ${formatClock(plannedSeconds)}`
  const progress = element('live-progress') as HTMLProgressElement
  progress.value = plannedSeconds === 0 ? 0 : Math.min(1, last.atSeconds / plannedSeconds)
  const figures: Readonly<Record<string, string>> = {
    exact: formatLatency(last.exactP95.seconds, last.exactP95.unbounded),
    estimate: formatLatency(last.estimatedP95Seconds),
    offered: formatRate(last.offeredRate),
    achieved: formatRate(last.achievedRate),
    failed: formatCount(last.failed),
    'in-flight': formatCount(last.inFlight),
  }
  for (const [id, text] of Object.entries(figures)) element(`live-${id}`).textContent = text
  element('live-failed-note').textContent = remark(last.neverSent, 'never sent')
}

function stageInWords({ stage, alerts }: LiveSample, planned: LiveRun['planned']): string {
  const loud = alerts.filter(({ state }) => state !== 'inactive').map(({ name, state }) => `${name} ${state}`)
  return [stageName(stage, planned), ...loud].join(' · ')
}

function stageName(stage: LiveSample['stage'], planned: LiveRun['planned']): string {
  switch (stage.kind) {
    case 'starting':
      return 'Starting'
    case 'phase':
      return `Phase ${planned[stage.index]?.name ?? stage.index + 1}`
    case 'draining':
      return 'Waiting for the last answers'
    case 'reporting':
      return 'Judging the run'
  }
}

function showNotes(notes: readonly string[]): void {
  const section = element('live-notes')
  const list = section.querySelector('ul')
  if (list === null || list.children.length === notes.length) return
  section.hidden = notes.length === 0
  list.replaceChildren(
    ...notes.map((note) => {
      const item = document.createElement('li')
      item.textContent = note
      return item
    }),
  )
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`expected an element ${id}`)
  return found
}
