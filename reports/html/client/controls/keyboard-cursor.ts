// The chart cursor without a mouse: the chart is a slider for keyboard and screen readers, and follows a finger that moves
// sideways.

import type uPlot from 'uplot'

export interface CursorTarget {
  readonly host: HTMLElement
  /** They move together; the first one holds the data. */
  readonly plots: readonly uPlot[]
  /** The values at an index, for screen readers. */
  readonly describe: (index: number) => string
  /** The index on first focus. */
  readonly first?: number
}

const BIG_STEP = 10

export function attachKeyboardCursor(target: CursorTarget): () => void {
  const { host, plots, describe, first = 0 } = target
  const last = (plots[0]?.data[0].length ?? 1) - 1
  let index = Number(host.getAttribute('aria-valuenow') ?? first)
  const moveTo = (next: number) => {
    index = Math.min(last, Math.max(0, next))
    for (const plot of plots) {
      const x = plot.data[0][index]
      if (x !== undefined) plot.setCursor({ left: plot.valToPos(x, 'x'), top: plot.over.clientHeight / 2 })
    }
    host.setAttribute('aria-valuenow', String(index))
    host.setAttribute('aria-valuetext', describe(index))
  }
  const leave = () => {
    for (const plot of plots) plot.setCursor({ left: -10, top: -10 })
  }
  const keydown = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, index, last)
    if (next === null) return
    event.preventDefault()
    moveTo(next)
  }
  const touchmove = (event: TouchEvent) => {
    const [touch] = event.touches
    const plot = plots.find(({ root }) => event.target instanceof Node && root.contains(event.target)) ?? plots[0]
    if (touch && plot) moveTo(plot.posToIdx(touch.clientX - plot.over.getBoundingClientRect().left))
  }
  describeSlider(host, last)
  // A click also focuses, but the mouse has its own cursor.
  const focus = () => {
    if (host.matches(':focus-visible')) moveTo(index)
  }
  host.addEventListener('keydown', keydown)
  host.addEventListener('focus', focus)
  host.addEventListener('blur', leave)
  host.addEventListener('touchmove', touchmove, { passive: true })
  return () => {
    host.removeEventListener('keydown', keydown)
    host.removeEventListener('focus', focus)
    host.removeEventListener('blur', leave)
    host.removeEventListener('touchmove', touchmove)
  }
}

function describeSlider(host: HTMLElement, last: number): void {
  host.setAttribute('role', 'slider')
  host.setAttribute('tabindex', '0')
  host.setAttribute('aria-orientation', 'horizontal')
  host.setAttribute('aria-valuemin', '0')
  host.setAttribute('aria-valuemax', String(last))
  if (!host.hasAttribute('aria-valuenow')) host.setAttribute('aria-valuenow', '0')
}

function nextIndex(key: string, index: number, last: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return index + 1
    case 'ArrowLeft':
    case 'ArrowDown':
      return index - 1
    case 'PageUp':
      return index + BIG_STEP
    case 'PageDown':
      return index - BIG_STEP
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
