// What shows a run while it is on: a terminal, a log, a page, or nothing.

import type { LiveState } from './live-state.ts'

export interface LiveDisplay {
  start(state: LiveState): void
  update(state: LiveState): void
  /** A line that stays. */
  note?(text: string): void
  /** The run is over. A repeated run starts the display anew for each run. */
  stop(): void
}

export const SILENT_DISPLAY: LiveDisplay = { start: () => {}, update: () => {}, stop: () => {} }

/** Shows the run on both. */
export function pairDisplays(first: LiveDisplay, second: LiveDisplay): LiveDisplay {
  return {
    start(state) {
      first.start(state)
      second.start(state)
    },
    update(state) {
      first.update(state)
      second.update(state)
    },
    note(text) {
      first.note?.(text)
      second.note?.(text)
    },
    stop() {
      first.stop()
      second.stop()
    },
  }
}
