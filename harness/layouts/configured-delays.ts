// The delays that the bundled server was told to make, so that explanations can name them. Seconds.

import type { Report } from '../../core/report/report.ts'

interface ResolvedLatency {
  readonly service?: {
    readonly behaviour?: {
      readonly latency?: {
        readonly kind?: unknown
        readonly seconds?: unknown
        readonly choices?: readonly { readonly seconds?: unknown }[]
      }
    }
  }
}

/** None of a service whose delays are not fixed, or are not known. */
export function configuredDelays({ scenario }: Report): number[] {
  const latency = (scenario.resolved as ResolvedLatency | null)?.service?.behaviour?.latency
  const told = latency?.kind === 'choice' ? (latency.choices ?? []).map(({ seconds }) => seconds) : [latency?.seconds]
  return told.filter((seconds): seconds is number => typeof seconds === 'number' && Number.isFinite(seconds))
}
