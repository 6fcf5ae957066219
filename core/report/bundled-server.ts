// How the bundled server of a reported run was configured.

import type { LatencyModel } from '../scenario/server-behaviour.ts'
import type { ReportedScenario } from './report.ts'
import { resolvedService } from './schema/service-schema.ts'

export interface BundledServer {
  /** Null if it is unknown. */
  readonly latency: LatencyModel | null
  /** Null if it is unknown. */
  readonly layoutName: string | null
}

/** Null for a target, or if the report does not say what served the requests. */
export function bundledServer({ service, resolved }: ReportedScenario): BundledServer | null {
  if (service?.kind === 'target') return null
  if (service) return { latency: service.latency, layoutName: service.layout.name }
  const found = resolvedService.safeParse(resolved)
  if (!found.success) return null
  const { latency, layout } = found.data.service.behaviour
  return { latency: latency ?? null, layoutName: layout?.name ?? null }
}
