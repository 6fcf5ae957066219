// The panels over time, below each other on one axis with one cursor.

import type uPlot from 'uplot'
import type { TimelineChart } from '../../charts/chart-data.ts'
import { type ScaleKind, suitableScale } from '../axis/latency-axis.ts'
import { KeyValues } from '../controls/key-values.ts'
import { attachKeyboardCursor } from '../controls/keyboard-cursor.ts'
import { createScaleChoice } from '../controls/radio-group.ts'
import type { Draw } from '../plots/plot-host.ts'
import { alertPanel } from './alert-panel.ts'
import { failurePanel } from './failure-panel.ts'
import { latencyPanel } from './latency-panel.ts'
import { ratePanel } from './rate-panel.ts'
import { describeTime, highestValues, valuesAt } from './readings.ts'
import { binOf } from './stacked-plot.ts'

export function drawTimeline(current: () => TimelineChart): Draw {
  let chosen: ScaleKind | undefined
  // A live chart that is redrawn while someone reads it keeps its cursor.
  let cursorLeft = -1
  return (surface) => {
    const chart = current()
    const kind = chosen ?? suitableScale([...chart.exact, ...chart.slot])
    const scaleChoice = createScaleChoice(kind, (value) => {
      chosen = value
      surface.redraw()
    })
    const plots = [
      latencyPanel(chart, surface, kind, scaleChoice),
      ...(chart.lanes.length > 0 ? [alertPanel(chart, surface)] : []),
      ratePanel(chart, surface),
      failurePanel(chart, surface),
    ]
    const release = linkPlots(plots, chart, surface.host)
    if (cursorLeft >= 0) queueMicrotask(() => plots[0]?.setCursor({ left: cursorLeft, top: 10 }))
    return {
      destroy() {
        cursorLeft = plots[0]?.cursor.left ?? -1
        release()
        for (const plot of plots) plot.destroy()
      },
    }
  }
}

/** Gives all panels one cursor and one zoom, and writes the values under the cursor into the key. */
function linkPlots(plots: readonly uPlot[], chart: TimelineChart, host: HTMLElement): () => void {
  const key = new KeyValues(host)
  const [leader] = plots
  const show = () => {
    const index = leader?.cursor.idx ?? null
    const isOver = index !== null && (leader?.cursor.left ?? -1) >= 0
    if (isOver) key.show(`At ${describeTime(chart, binOf(index))}`, valuesAt(chart, binOf(index)))
    else key.show('Highest of the run', highestValues(chart))
  }
  if (leader) leader.hooks.setCursor = [...(leader.hooks.setCursor ?? []), show]
  show()
  for (const plot of plots)
    plot.hooks.setScale = [
      (from, scale) => {
        if (scale !== 'x') return
        zoomTogether(from, plots)
        markZoom(host, from, chart)
      },
    ]
  const describe = (index: number) => {
    const values = valuesAt(chart, binOf(index))
    return `${describeTime(chart, binOf(index))}: exact ${values.exact}, estimated ${values.estimate}, offered ${values.offered}, achieved ${values.achieved}, errors ${values.errors}`
  }
  return attachKeyboardCursor({ host, plots, describe })
}

/** Marks the host while it is zoomed, so that a live chart is not redrawn meanwhile. */
function markZoom(host: HTMLElement, plot: uPlot, { toSeconds }: TimelineChart): void {
  const { min, max } = plot.scales.x ?? {}
  if (min === 0 && max === toSeconds) delete host.dataset.zoomed
  else host.dataset.zoomed = ''
}

function zoomTogether(from: uPlot, plots: readonly uPlot[]): void {
  const { min, max } = from.scales.x ?? {}
  if (min === undefined || max === undefined) return
  for (const plot of plots)
    if (plot !== from && (plot.scales.x?.min !== min || plot.scales.x?.max !== max)) plot.setScale('x', { min, max })
}
