// How far a back-test is, on stderr: one line that is written over on a terminal, a line every few seconds elsewhere.

import { hideSecrets } from '../../../core/secrets/secrets.ts'
import { formatCount } from '../../../core/text/count.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { minuteOf } from '../../../core/text/minute-of.ts'
import { plainText } from '../../figures/plain-text.ts'

export interface ShownProgress {
  /** From 0 to 1. */
  readonly share: number
  readonly samplesRead: number
  /** Of the data. */
  readonly atMs: number
  /** What is being waited for after a failure; null while all is well. */
  readonly retrying: string | null
}

export interface ProgressLine {
  show(progress: ShownProgress): void
  /** A line that stays. */
  note(sentence: string): void
  end(): void
}

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const REDRAW_MS = 100
const PLAIN_MS = 5000
const LEAST_INSTANT_MS = 1e9

export function progressLine(stream: Stream, quiet: boolean, nowMs: () => number = () => Date.now()): ProgressLine {
  const isTerminal = stream.isTTY === true
  let shownAtMs = isTerminal ? Number.NEGATIVE_INFINITY : nowMs()
  let isDrawn = false
  const clear = () => {
    if (isDrawn) stream.write('\r\u001b[K')
    isDrawn = false
  }
  return {
    show(progress) {
      const atMs = nowMs()
      if (quiet || atMs - shownAtMs < (isTerminal ? REDRAW_MS : PLAIN_MS)) return
      shownAtMs = atMs
      const line = progressText(progress)
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

/** `back-test: 42%, 1,234,567 samples, at 2026-11-03 08:15 UTC; no traffic is sent`. */
export function progressText({ share, samplesRead, atMs, retrying }: ShownProgress): string {
  // A file is read in the order in which it was written, not in that of its time.
  const at = atMs > LEAST_INSTANT_MS ? `, at ${minuteOf(new Date(atMs).toISOString())} UTC` : ''
  const done = formatShare(Math.floor(share * 100) / 100)
  const waiting = retrying === null ? '' : `; waiting: ${plainText(hideSecrets(retrying))}`
  return `back-test: ${done}, ${formatCount(samplesRead)} samples${at}${waiting}`
}
