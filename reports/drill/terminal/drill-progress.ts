// How far a drill is, on stderr: one line that is written over on a terminal, a line every few seconds elsewhere.

import { hideSecrets } from '../../../core/secrets/secrets.ts'
import { plainText } from '../../figures/plain-text.ts'
import { powerProgressText, type ShownPower } from './power/power-progress-text.ts'

export interface ShownMonth {
  readonly month: string
  /** Of all months, from 0. */
  readonly done: number
  readonly all: number
}

export interface DrillProgressLine {
  show(progress: ShownMonth | ShownPower): void
  /** A line that stays. */
  note(sentence: string): void
  end(): void
}

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const PLAIN_MS = 5000

export function drillProgressLine(
  stream: Stream,
  quiet: boolean,
  nowMs: () => number = () => Date.now(),
): DrillProgressLine {
  const isTerminal = stream.isTTY === true
  let shownAtMs = nowMs()
  let isDrawn = false
  const clear = () => {
    if (isDrawn) stream.write('\r\u001b[K')
    isDrawn = false
  }
  return {
    show(progress) {
      if (quiet || (!isTerminal && nowMs() - shownAtMs < PLAIN_MS)) return
      shownAtMs = nowMs()
      const line = 'month' in progress ? drillProgressText(progress) : powerProgressText(progress)
      if (!isTerminal) return void stream.write(`${line}\n`)
      clear()
      stream.write(line.slice(0, Math.max(20, stream.columns ?? 80) - 1))
      isDrawn = true
    },
    note(sentence) {
      clear()
      stream.write(`${plainText(hideSecrets(sentence))}\n`)
    },
    end: clear,
  }
}

/** `drill: month 2 of 4 (incidents); nothing is sent`. */
export function drillProgressText({ month, done, all }: ShownMonth): string {
  return `drill: month ${done + 1} of ${all} (${plainText(month)}); nothing is sent`
}
