// The delays that the bundled server was configured with, so that explanations can name them. Seconds.

import { bundledServer } from '../../core/report/bundled-server.ts'
import type { Report } from '../../core/report/report.ts'

/** Empty for a service whose delays are not fixed, or unknown. */
export function configuredDelays({ scenario }: Report): number[] {
  const latency = bundledServer(scenario)?.latency
  if (latency?.kind === 'choice') return latency.choices.map(({ seconds }) => seconds)
  return latency?.kind === 'constant' ? [latency.seconds] : []
}
