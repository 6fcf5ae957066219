// What became of the iterations of flows.

import type { Report } from '../../core/report/report.ts'
import { formatCount, formatLatency } from '../figures/figures.ts'
import { flowFailures } from '../figures/flow-figures.ts'
import { markdownTable, markdownText } from './markdown-text.ts'

/** Empty where the scenario has none. */
export function flowParts({ load: { flows = [] } }: Report): string[] {
  if (flows.length === 0) return []
  const failing = flows.filter(({ failed }) => failed > 0)
  const failures = failing.map((flow) => `- ${markdownText(`${flow.name} failed: ${flowFailures(flow)}`)}`)
  return ['### Flows', table(flows), ...(failures.length === 0 ? [] : [failures.join('\n')])]
}

function table(flows: NonNullable<Report['load']['flows']>): string {
  const right = (header: string) => ({ header, align: 'right' }) as const
  return markdownTable(
    [{ header: 'Flow' }, ...['Iterations', 'Completed', 'Failed', 'Unfinished', 'P50', 'P95'].map(right)],
    flows.map(({ name, offered, completed, failed, unfinished, duration }) => [
      markdownText(name),
      ...[offered, completed, failed, unfinished].map(formatCount),
      ...[duration.p50, duration.p95].map((seconds) => formatLatency(seconds)),
    ]),
  )
}
