// What a study of detection power is asked.

import type { AlertFacts, PowerStudyFacts } from '../../analysis/power/alert-power.ts'
import type { DetectedIncident } from '../../analysis/power/parse-detection.ts'
import type { PowerCurve } from '../../core/drill/power-curve.ts'
import type { PowerSetup } from '../../simulation/power/power-setup.ts'

export interface PowerQuestion extends PowerStudyFacts {
  /** The rules as written first. */
  readonly variants: readonly [StudiedVariant, ...StudiedVariant[]]
  /** In the order of the setups' alerts. */
  readonly alerts: readonly AlertFacts[]
  readonly notSimulated: PowerCurve['notSimulated']
  readonly seed: number
  readonly asked: AskedIncident | null
}

export interface StudiedVariant {
  readonly setup: PowerSetup
  readonly facts: VariantFacts
  /** To paste, where it is proposed: the rules, and the bounds where they are others. */
  readonly rules: string
  readonly bounds: string | null
}

/** What is said of it beside what trials find. */
export type VariantFacts = Pick<
  PowerCurve['variants'][number],
  'name' | 'layout' | 'rangeSeconds' | 'forSeconds' | 'threshold' | 'series' | 'unchanged'
>

export interface AskedIncident extends DetectedIncident {
  readonly withinSeconds: number | null
  readonly falsePagesPerDay: number | null
}
