// Lost scrapes: what an alert did while nobody scraped is not known, for a rate goes on over them as if nothing were.

import { describe, expect, it } from 'vitest'
import { watchAlert } from '../../../analysis/alerts/alert-watch.ts'
import { hidingGap } from '../../../analysis/alerts/hiding-gap.ts'
import { judgeSilence } from '../../../analysis/alerts/judge-silence.ts'
import type { AlertHistory, AlertState } from '../../../core/run/alert.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { alertOf, prometheusRecordOf } from '../support/prometheus-record-of.ts'

const END = 33
const LOAD = loadOf(
  phaseWindows([{ name: 'incident', seconds: END }]),
  evenly(0, END, 10, () => ({ serviceTime: 0.1 })),
)

/** Scraped every second, but for those seconds. */
function watchOf(
  lost: { readonly from: number; readonly to: number } | null,
  history: Partial<AlertHistory> = {},
  transitions: readonly (readonly [number, AlertState])[] = [[0, 'inactive']],
) {
  const record = prometheusRecordOf([1], [], { end: END })
  const scrapes = record.scrapes.map((scrape) => {
    const isLost = lost !== null && scrape.atSeconds >= lost.from && scrape.atSeconds < lost.to
    return { ...scrape, error: isLost ? 'connection refused' : null }
  })
  return watchAlert({ ...alertOf('Slow', transitions), ...history }, { ...record, scrapes }, LOAD)
}

describe('hidingGap', () => {
  it('is the stretch between the last scrape before and the first one after those that failed', () => {
    expect(hidingGap(watchOf({ from: 4, to: 31 }), 0, END)).toEqual({ fromSeconds: 3, toSeconds: 31 })
  })

  it.each([
    ['no scrape failed', watchOf(null)],
    ['one scrape failed, which hides nothing', watchOf({ from: 10, to: 11 })],
    ['an alert with a longer for could not have fired within it', watchOf({ from: 4, to: 20 }, { forSeconds: 60 })],
  ])('is none where %s', (_, watch) => {
    expect(hidingGap(watch, 0, END)).toBeUndefined()
  })

  it('adds the time for which the alert was pending around it', () => {
    const pending = [
      [0, 'inactive'],
      [1, 'pending'],
      [14, 'inactive'],
    ] as const
    expect(hidingGap(watchOf({ from: 14, to: 31 }), 0, END)).toBeUndefined()
    expect(hidingGap(watchOf({ from: 14, to: 31 }, {}, pending), 0, END)).toEqual({ fromSeconds: 13, toSeconds: 31 })
  })
})

describe('never', () => {
  it('is not proved where 27 of 33 scrapes were lost over the incident', () => {
    expect(judgeSilence(watchOf({ from: 4, to: 31 }))).toEqual({
      finding: 'inconclusive',
      reason:
        'It did not fire, but it could have fired unseen from 3s to 31s of the run, when the scrapes failed; its rule had data for 33s of 33s.',
    })
  })

  it('is proved where every scrape succeeded', () => {
    expect(judgeSilence(watchOf(null)).finding).toBe('pass')
  })
})
