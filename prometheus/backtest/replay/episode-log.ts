// The episodes of one alert in one history, gathered evaluation by evaluation.

import type { Episode, PeakValue } from '../../../core/backtest/backtest.ts'
import type { ActiveAlerts } from '../../alerting/alert-state.ts'
import type { Labels } from '../../series/series.ts'
import type { BoundedValue } from '../bounds/bounded-sample.ts'

interface OpenEpisode {
  readonly labels: Labels
  readonly startMs: number
  readonly startedBefore: boolean
  readonly activeSinceMs: number
  lastFiringMs: number
  peak: PeakValue | null
}

/** What makes one value worse than another. */
export type Worse = (a: PeakValue, b: PeakValue) => boolean

export class EpisodeLog {
  readonly #isWorse: Worse
  readonly #ended: Episode[] = []
  readonly #open = new Map<string, OpenEpisode>()
  /** The alerts that fired at the evaluation before, where that was not noted. */
  #before: ReadonlySet<string> | null = null
  #isFirst = true

  constructor(isWorse: Worse) {
    this.#isWorse = isWorse
  }

  /**
   * @param active after the evaluation
   * @param values what the condition returned, by the signature of the alert's labels
   */
  note(active: ActiveAlerts, values: ReadonlyMap<string, BoundedValue>, atMs: number): void {
    for (const [key, { labels, state, activeAtMs }] of active) {
      if (state !== 'firing') continue
      const startedBefore = this.#isFirst && (this.#before === null || this.#before.has(key))
      const episode = this.#open.get(key) ?? {
        labels,
        startMs: atMs,
        startedBefore,
        activeSinceMs: activeAtMs,
        lastFiringMs: atMs,
        peak: null,
      }
      this.#open.set(key, episode)
      episode.lastFiringMs = atMs
      const value = values.get(key)
      if (value) episode.peak = this.#worst(episode.peak, { ...value, atMs })
    }
    for (const [key, episode] of this.#open) {
      if (active.get(key)?.state === 'firing') continue
      this.#ended.push({ ...episode, endMs: atMs })
      this.#open.delete(key)
    }
    this.#isFirst = false
  }

  /** An evaluation that is not part of the history: the state is not known well enough yet. */
  skip(active: ActiveAlerts): void {
    this.interrupt()
    this.#before = new Set([...active].filter(([, { state }]) => state === 'firing').map(([key]) => key))
  }

  /** From here on nothing is known. */
  interrupt(): void {
    for (const episode of this.#open.values()) this.#ended.push({ ...episode, endMs: null })
    this.#open.clear()
    this.#before = null
    this.#isFirst = true
  }

  get episodes(): readonly Episode[] {
    const open = [...this.#open.values()].map((episode) => ({ ...episode, endMs: null }))
    return [...this.#ended, ...open].sort((a, b) => a.startMs - b.startMs)
  }

  #worst(peak: PeakValue | null, value: PeakValue): PeakValue | null {
    if (Number.isNaN(value.low) && (value.drawn === null || Number.isNaN(value.drawn))) return peak
    return peak === null || this.#isWorse(value, peak) ? value : peak
  }
}
