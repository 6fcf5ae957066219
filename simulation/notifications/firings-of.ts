// When a label set fired, from the changes of its state.

import type { AlertState } from '../../core/run/alert.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import type { Firing } from './notify.ts'

export interface StateHistory {
  readonly labels: Labels
  /** Ascending; inactive before the first one. */
  readonly transitions: readonly { readonly state: AlertState; readonly atSeconds: number }[]
}

export interface PendingFiring extends Firing {
  /** When it began to be pending. */
  readonly pendingSeconds: number
}

export function firingsOf({ labels, transitions }: StateHistory): readonly PendingFiring[] {
  const firings: PendingFiring[] = []
  let pendingSeconds = 0
  transitions.forEach(({ state, atSeconds }, i) => {
    const before = transitions[i - 1]?.state ?? 'inactive'
    if (before === 'inactive') pendingSeconds = atSeconds
    if (state !== 'firing' || before === 'firing') return
    firings.push({ labels, pendingSeconds, fromSeconds: atSeconds, toSeconds: transitions[i + 1]?.atSeconds ?? null })
  })
  return firings
}
