// What the options of a run change about its scenario.

import type { BucketLayout } from '../core/histogram/bucket-layout.ts'
import { MODEL_LATENCY_METRIC } from '../core/histogram/model-latency-metric.ts'
import { type HistogramLayout, isNativeLayout } from '../core/histogram/native-layout.ts'
import { parseLayout } from '../core/histogram/parse-layout.ts'
import type { EngineChoice } from '../core/scenario/load-engine.ts'
import type { Scenario, Service } from '../core/scenario/scenario.ts'
import type { MetricsTarget, Target } from '../core/scenario/target.ts'
import type { TimerChoice } from '../core/scenario/timer-mode.ts'
import { isHttpUrl, redactUrl } from '../core/text/url.ts'
import { UserError } from '../core/user-error.ts'

export interface ScenarioOverrides {
  /** Replaces the service by the one at this URL. The target's metrics stay as in the scenario. */
  readonly target?: string | undefined
  /** Replaces the URL of the target's metrics. */
  readonly metrics?: string | undefined
  /** The bundled server's bucket layout, as core/histogram/parse-layout.ts reads it: `lab`, `0.1,0.2,0.5`, `slo(100ms,1s)`. */
  readonly layout?: string | undefined
  readonly seed?: number | undefined
  readonly engine?: EngineChoice | undefined
  readonly timers?: TimerChoice | undefined
}

/** @throws UserError where an option does not fit the scenario */
export function overrideScenario(scenario: Scenario, overrides: ScenarioOverrides): Scenario {
  const { target, metrics, layout, seed, engine, timers } = overrides
  let { service } = scenario
  if (target !== undefined) service = withTargetUrl(service, target)
  if (metrics !== undefined) service = withMetricsUrl(service, metrics)
  if (layout !== undefined) service = withLayout(service, layout)
  return {
    ...scenario,
    service,
    load: {
      ...scenario.load,
      seed: seed === undefined ? scenario.load.seed : checkedSeed(seed),
      ...(engine === undefined ? {} : { engine }),
      ...(timers === undefined ? {} : { timers }),
    },
    // The expected verdict is that of another service.
    expectedVerdict: target === undefined ? scenario.expectedVerdict : null,
  }
}

function withTargetUrl(service: Service, url: string): Service {
  const before: Omit<Target, 'url'> = service.kind === 'target' ? service.target : { verifyTls: true, metrics: null }
  // They belong to the URL that is replaced.
  const { socket: _, host: __, ...kept } = before
  return { kind: 'target', target: { ...kept, url: checkedBaseUrl(url) } }
}

function withMetricsUrl(service: Service, url: string): Service {
  if (service.kind === 'bundled')
    throw new UserError(
      '--metrics: expected a target (--target URL), got the bundled server, which has its own metrics',
    )
  const { target } = service
  // Where only the URL is known, the histogram is expected to have the name of the bundled server's.
  const before = target.metrics ?? { histogram: MODEL_LATENCY_METRIC, match: '', requests: [] }
  // The labels and the sockets of single URLs belong to the URLs that are replaced.
  const scrape = target.metrics?.scrape && { scrape: { ...target.metrics.scrape, urlLabels: [] } }
  const all: MetricsTarget = { ...before, ...scrape, urls: [checkedUrl(url, '--metrics')] }
  const { sockets: _, ...metrics } = all
  return { kind: 'target', target: { ...target, metrics } }
}

function withLayout(service: Service, layoutName: string): Service {
  if (service.kind === 'target')
    throw new UserError('--layout: expected the bundled server, got a target, whose buckets are its own')
  return { kind: 'bundled', behaviour: { ...service.behaviour, layout: layoutOf(layoutName) } }
}

// The bundled server publishes with prom-client, which has only classic histograms.
function layoutOf(text: string): BucketLayout {
  const layout = parsedLayout(text)
  if (!isNativeLayout(layout)) return layout
  throw new UserError(
    `--layout ${text}: expected a layout with bounds, for the bundled server publishes classic histograms only; to compare with a native one, run buckets --layout '${text}'`,
  )
}

function parsedLayout(text: string): HistogramLayout {
  try {
    return parseLayout(text)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(error.message.replace(/^layout /, '--layout '), { cause: error })
  }
}

function checkedUrl(url: string, flag: string): string {
  if (isHttpUrl(url)) return url
  throw new UserError(`${flag}: expected a URL such as http://127.0.0.1:8080, got ${JSON.stringify(url)}`)
}

function checkedBaseUrl(url: string): string {
  const checked = checkedUrl(url, '--target')
  if (!/[?#]/.test(checked)) return checked
  throw new UserError(
    `--target: expected a URL without ? and #, whose query belongs into the path of each request, got ${JSON.stringify(redactUrl(url))}`,
  )
}

function checkedSeed(seed: number): number {
  if (Number.isSafeInteger(seed) && seed >= 0) return seed
  throw new UserError(`--seed: expected a whole number of 0 or more, got ${seed}`)
}
