// The live view on a stream: redrawn in place on a terminal, a plain line every few seconds elsewhere, and at once
// where phase or alert changes. Nothing here knows what time it is: the states that it is given do.

import type { Environment } from '../../../core/environment.ts'
import type { LiveDisplay } from '../../../core/run/live-display.ts'
import type { LiveState } from '../../../core/run/live-state.ts'
import { plainText } from '../../figures/plain-text.ts'
import { redrawsInPlace } from '../color-depth.ts'
import { terminalOptions } from '../terminal-options.ts'
import { displayWidth } from '../text/display-width.ts'
import { renderLiveView, renderProgressLine } from './live-view.ts'

/** What the display needs of a stream: process.stderr has it. */
export interface DisplayStream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  readonly writableNeedDrain?: boolean
  write(text: string): unknown
  on(event: 'resize', listener: () => void): unknown
  off(event: 'resize', listener: () => void): unknown
}

/** What the display needs of the process: to show the cursor again however it ends. */
export interface ExitNotice {
  once(event: 'exit', listener: () => void): unknown
  off(event: 'exit', listener: () => void): unknown
}

/** Leaves the terminal as it was found; the last state stays readable in a log, not on a terminal. */
export type TerminalDisplay = Required<LiveDisplay>

export interface LiveDisplayOptions {
  readonly stream: DisplayStream
  readonly env: Environment
  readonly exit: ExitNotice
  /** Between two plain lines. */
  readonly plainIntervalSeconds?: number
}

const DEFAULT_PLAIN_INTERVAL_SECONDS = 5

export function liveDisplay(options: LiveDisplayOptions): TerminalDisplay {
  const { stream, env, exit, plainIntervalSeconds = DEFAULT_PLAIN_INTERVAL_SECONDS } = options
  return redrawsInPlace(env, stream.isTTY === true)
    ? redrawnDisplay(stream, env, exit)
    : plainDisplay(stream, plainIntervalSeconds)
}

const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
// Before the text: after a line that fills its row, it would take the last character with it.
const CLEAR_LINE = '\u001b[2K'
const CLEAR_BELOW = '\u001b[J'

function redrawnDisplay(stream: DisplayStream, env: Environment, exit: ExitNotice): TerminalDisplay {
  let shown: string[] = []
  let latest: LiveState | null = null

  const toTop = () => {
    const rows = rowsTaken(shown, stream.columns ?? 0)
    shown = []
    return rows > 0 ? `\u001b[${rows}A\r` : ''
  }
  const draw = (note?: string) => {
    if (latest === null) return
    const top = toTop()
    // A view as high as the screen would scroll, and could not be taken back.
    shown = renderLiveView(latest, terminalOptions(stream, env)).slice(0, Math.max(1, (stream.rows ?? 24) - 1))
    const lines = note === undefined ? shown : [note, ...shown]
    // Written over rather than cleared first, so that nothing flickers.
    stream.write(`${top}${lines.map((text) => `${CLEAR_LINE}${text}\n`).join('')}${CLEAR_BELOW}`)
  }
  const redraw = () => draw()
  const restore = () => {
    stream.write(`${toTop()}${CLEAR_BELOW}${SHOW_CURSOR}`)
    latest = null
  }
  return {
    start(state) {
      latest = state
      stream.write(HIDE_CURSOR)
      stream.on('resize', redraw)
      exit.once('exit', restore)
      draw()
    },
    update(state) {
      if (latest === null) return
      latest = state
      // A terminal that cannot keep up gets the next frame instead of a queue of old ones.
      if (stream.writableNeedDrain !== true) draw()
    },
    note(text) {
      if (latest === null) stream.write(`${plainText(text)}\n`)
      else draw(plainText(text))
    },
    stop() {
      if (latest === null) return
      stream.off('resize', redraw)
      exit.off('exit', restore)
      restore()
    },
  }
}

// Terminals wrap lines anew when they become narrower, so a line may by now take several rows.
function rowsTaken(lines: readonly string[], columns: number): number {
  return lines.reduce((sum, text) => sum + (columns > 0 ? Math.max(1, Math.ceil(displayWidth(text) / columns)) : 1), 0)
}

function plainDisplay(stream: DisplayStream, intervalSeconds: number): TerminalDisplay {
  let previous: LiveState | null = null
  const print = (state: LiveState) => {
    previous = state
    stream.write(`${renderProgressLine(state)}\n`)
  }
  return {
    start: print,
    update(state) {
      if (
        previous === null ||
        state.elapsedSeconds >= previous.elapsedSeconds + intervalSeconds ||
        changed(previous, state)
      )
        print(state)
    },
    note: (text) => void stream.write(`${plainText(text)}\n`),
    stop: () => {},
  }
}

function changed(before: LiveState, now: LiveState): boolean {
  const facts = ({ stage, alerts }: LiveState) =>
    JSON.stringify([stage, alerts.map(({ name, state }) => [name, state])])
  return facts(before) !== facts(now)
}
