// When an alert pages: Alertmanager notifies once a label set has fired for as long as its group waits.

import type { AlertState } from '../../core/run/alert.ts'

export interface FiringHistory {
  readonly transitions: readonly { readonly state: AlertState; readonly atSeconds: number }[]
}

export interface Page {
  /** The evaluation at which it began to fire. */
  readonly firingSeconds: number
  readonly pageSeconds: number
}

/**
 * By the instant of the page.
 * @param groupWaitSeconds null where nobody is told of it
 * @param endSeconds what fires then may go on: its page is not taken away
 */
export function pagesOf(
  labelSets: readonly FiringHistory[],
  groupWaitSeconds: number | null,
  endSeconds: number,
): readonly Page[] {
  if (groupWaitSeconds === null) return []
  return labelSets
    .flatMap(({ transitions }) =>
      transitions.flatMap(({ state, atSeconds }, i) => {
        if (state !== 'firing') return []
        const pageSeconds = atSeconds + groupWaitSeconds
        const resolvedSeconds = transitions[i + 1]?.atSeconds ?? Math.max(endSeconds, pageSeconds)
        return resolvedSeconds < pageSeconds ? [] : [{ firingSeconds: atSeconds, pageSeconds }]
      }),
    )
    .sort((a, b) => a.pageSeconds - b.pageSeconds)
}

/** Whether a label set fires at an instant. */
export function isFiringAt(labelSets: readonly FiringHistory[], seconds: number): boolean {
  return labelSets.some(
    ({ transitions }) => transitions.findLast(({ atSeconds }) => atSeconds <= seconds)?.state === 'firing',
  )
}
