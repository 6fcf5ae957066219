// How far a back-test is, on stderr.

import { hideSecrets } from '../../../core/secrets/secrets.ts'
import { formatCount } from '../../../core/text/count.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { minuteOf } from '../../../core/text/minute-of.ts'
import { plainText } from '../../figures/plain-text.ts'
import type { OutputStream } from '../../published/output-stream.ts'
import { type OverwrittenLine, overwrittenLine } from '../../published/overwritten-line.ts'

export interface ShownProgress {
  /** From 0 to 1. */
  readonly share: number
  readonly samplesRead: number
  /** Of the data. */
  readonly atMs: number
  /** What is being waited for after a failure; null while all is well. */
  readonly retrying: string | null
}

const REDRAW_MS = 100
const LEAST_INSTANT_MS = 1e9

export function progressLine(
  stream: OutputStream,
  quiet: boolean,
  nowMs: () => number = () => Date.now(),
): OverwrittenLine<ShownProgress> {
  return overwrittenLine(stream, { quiet, textOf: progressText, redrawMs: REDRAW_MS, nowMs })
}

/** `back-test: 42%, 1,234,567 samples, at 2026-11-03 08:15 UTC; no traffic is sent`. */
export function progressText({ share, samplesRead, atMs, retrying }: ShownProgress): string {
  // A file is read in the order in which it was written, not in that of its time.
  const at = atMs > LEAST_INSTANT_MS ? `, at ${minuteOf(new Date(atMs).toISOString())} UTC` : ''
  const done = formatShare(Math.floor(share * 100) / 100)
  const waiting = retrying === null ? '' : `; waiting: ${plainText(hideSecrets(retrying))}`
  return `back-test: ${done}, ${formatCount(samplesRead)} samples${at}${waiting}`
}
