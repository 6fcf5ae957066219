// The recorded series that the rules read, as far as they are held at a time.

import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import { UserError } from '../../../core/user-error.ts'
import { acceptsLabels, type CompiledMatcher } from '../../series/label-matcher.ts'
import { labelSignature } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { SampleColumn } from './sample-column.ts'

/** 16 bytes each. */
const MOST_SAMPLES = 100_000_000
const MOST_SERIES = 500_000

export class SampleStore {
  readonly #bySignature = new Map<string, SampleColumn>()
  /** Those that hold samples. */
  readonly #held = new Set<SampleColumn>()
  /** Grows where other series hold samples than before: who remembers a selection looks whether it is still whole. */
  #generation = 0
  #sampleCount = 0

  get generation(): number {
    return this.#generation
  }

  get seriesCount(): number {
    return this.#bySignature.size
  }

  /** All that were ever added. */
  get sampleCount(): number {
    return this.#sampleCount
  }

  /** From the first sample ever added to the last one; null without any. */
  get span(): TimeSpan | null {
    let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const column of this.all) {
      fromMs = Math.min(fromMs, column.firstTimeMs)
      toMs = Math.max(toMs, column.lastTimeMs)
    }
    return fromMs <= toMs ? { fromMs, toMs } : null
  }

  get all(): Iterable<SampleColumn> {
    return this.#bySignature.values()
  }

  /** @throws UserError where there are more series than can be held */
  column(labels: Labels): SampleColumn {
    const signature = labelSignature(labels)
    const known = this.#bySignature.get(signature)
    if (known) return known
    if (this.#bySignature.size === MOST_SERIES)
      throw new UserError(
        `expected at most ${MOST_SERIES} series for the rules to read, got more: a shorter time, or rules with narrower selectors, read fewer`,
      )
    const column = new SampleColumn(labels)
    this.#bySignature.set(signature, column)
    this.#generation++
    return column
  }

  noteAdded(samples: number): void {
    this.#sampleCount += samples
  }

  /** After samples were added. @throws UserError where more are held at once than fit */
  checkSize(): void {
    this.#noteHeld()
    let held = 0
    for (const column of this.#held) held += column.count
    if (held > MOST_SAMPLES)
      throw new UserError(
        `expected at most ${MOST_SAMPLES} samples at a time for the rules to read, got ${held}: a shorter time, or rules with shorter ranges, read fewer`,
      )
  }

  dropBefore(timeMs: number): void {
    for (const column of this.#held) column.dropBefore(timeMs)
    this.#noteHeld()
  }

  /** Those that hold samples, sorted by their labels: the order in which Prometheus reads series from a block. */
  select(matchers: readonly CompiledMatcher[], dotAll: boolean): readonly SampleColumn[] {
    const accepts = ({ count, labels }: SampleColumn) => count > 0 && acceptsLabels(matchers, labels, dotAll)
    return [...this.all].filter(accepts).sort(byLabels)
  }

  /** Of months of deployments, only some instances are there at a time. */
  #noteHeld(): void {
    for (const column of this.all) {
      if (column.count > 0 === this.#held.has(column)) continue
      if (column.count > 0) this.#held.add(column)
      else this.#held.delete(column)
      this.#generation++
    }
  }
}

// Source: prometheus model/labels, Compare: pair by pair, names before values.
function byLabels({ labels: a }: SampleColumn, { labels: b }: SampleColumn): number {
  const [namesOfA, namesOfB] = [Object.keys(a).sort(), Object.keys(b).sort()]
  for (let i = 0; i < Math.min(namesOfA.length, namesOfB.length); i++) {
    const [nameOfA, nameOfB] = [namesOfA[i] as string, namesOfB[i] as string]
    const order = compared(nameOfA, nameOfB) || compared(a[nameOfA] as string, b[nameOfB] as string)
    if (order !== 0) return order
  }
  return namesOfA.length - namesOfB.length
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
