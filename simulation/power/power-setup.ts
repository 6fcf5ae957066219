// What trials are about: a service, the rules beside it, and when a page is one. Plain data, so that threads can be handed it.

import type { ServiceModel } from '../../core/drill/service-model.ts'
import type { LatencyModel } from '../../core/scenario/server-behaviour.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import type { RateShape } from '../drawn/rate-shape.ts'
import type { ScrapesOfDays } from '../monitor/scrape-behaviour.ts'
import type { SentRules } from '../notifications/sent-rules.ts'

export interface PowerSetup {
  readonly model: ServiceModel
  readonly latency: LatencyModel
  /** How late the timers are that the service works by, at the most. */
  readonly wakeLatenessSeconds: number
  /** The durations of the latency model's file, where it is a trace. Seconds. */
  readonly trace?: readonly number[]
  readonly usualErrorShare: number
  readonly shape: RateShape
  readonly ruleFile: RuleFile
  /** Places of the alerts that are looked at, among the alerting rules of the file. */
  readonly alerts: readonly number[]
  readonly scrapeIntervalSeconds: number
  readonly scrapes: ScrapesOfDays
  /** The interval of groups that name none. */
  readonly evaluationSeconds: number
  /** How Alertmanager groups alerts and whom it tells: what is over before it is told of pages nobody. */
  readonly notifications: SentRules
}
