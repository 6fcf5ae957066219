// How far something is, on stderr: one line that is written over on a terminal, a line every few seconds elsewhere.

import { hideSecrets } from '../../core/secrets/secrets.ts'
import { plainText } from '../figures/plain-text.ts'
import type { OutputStream } from './output-stream.ts'

export interface OverwrittenLine<Progress> {
  show(progress: Progress): void
  /** A line that stays. */
  note(sentence: string): void
  end(): void
}

const PLAIN_MS = 5000

export interface LineOptions<Progress> {
  readonly quiet: boolean
  readonly textOf: (progress: Progress) => string
  /** How often it is written over at most. */
  readonly redrawMs: number
  readonly nowMs: () => number
}

export function overwrittenLine<Progress>(
  stream: OutputStream,
  { quiet, textOf, redrawMs, nowMs }: LineOptions<Progress>,
): OverwrittenLine<Progress> {
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
      if (quiet || atMs - shownAtMs < (isTerminal ? redrawMs : PLAIN_MS)) return
      shownAtMs = atMs
      const line = textOf(progress)
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
