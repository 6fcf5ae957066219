// How far a run is, over all its phases: done solid, to come thin, a cross between phases.

import { type Line, type Span, span } from '../text/styled-text.ts'

export interface BarPhase {
  readonly durationSeconds: number
}

const DONE = '━'
const TO_COME = '─'
const BOUNDARY = '╋'
const BOUNDARY_TO_COME = '┼'

/** Exactly so many columns, each phase as wide as its share of the time. */
export function progressBar(phases: readonly BarPhase[], elapsedSeconds: number, width: number): Line {
  const total = phases.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0)
  const share = total > 0 ? Math.min(1, Math.max(0, elapsedSeconds / total)) : 0
  const filled = Math.floor(share * width)
  const boundaries = boundaryColumns(phases, total, width)
  const cells = Array.from({ length: width }, (_, column) => {
    const done = column < filled
    if (boundaries.has(column)) return done ? BOUNDARY : BOUNDARY_TO_COME
    return done ? DONE : TO_COME
  })
  const parts: Span[] = [span(cells.slice(0, filled).join(''), 'strong'), span(cells.slice(filled).join(''), 'quiet')]
  return parts.filter(({ text }) => text !== '')
}

function boundaryColumns(phases: readonly BarPhase[], totalSeconds: number, width: number): Set<number> {
  const columns = new Set<number>()
  let end = 0
  for (const { durationSeconds } of phases.slice(0, -1)) {
    end += durationSeconds
    const column = Math.round((end / totalSeconds) * width)
    if (column > 0 && column < width) columns.add(column)
  }
  return columns
}
