// What became of the iterations of flows, and of the setup.

import type { Report } from '../../core/report/report.ts'
import { formatCount, formatLatency } from '../figures/figures.ts'
import { flowFailures, setupFigure } from '../figures/flow-figures.ts'
import { markdownTable, markdownText } from './markdown-text.ts'

/** Empty where the scenario has neither. */
export function flowParts({ load: { flows = [] }, run: { setup } }: Report): string[] {
  const failing = flows.filter(({ failed }) => failed > 0)
  return [
    ...(flows.length + (setup === undefined ? 0 : 1) === 0 ? [] : [flows.length === 0 ? '### Setup' : '### Flows']),
    ...(setup === undefined ? [] : [`Setup: ${markdownText(setupFigure(setup))}.`]),
    ...(flows.length === 0 ? [] : [table(flows)]),
    ...(failing.length === 0
      ? []
      : [failing.map((flow) => `- ${markdownText(`${flow.name} failed: ${flowFailures(flow)}`)}`).join('\n')]),
  ]
}

function table(flows: NonNullable<Report['load']['flows']>): string {
  const isLost = flows.some(({ lost = 0 }) => lost > 0)
  const right = (header: string) => ({ header, align: 'right' }) as const
  return markdownTable(
    [
      { header: 'Flow' },
      ...['Iterations', 'Completed', 'Failed', 'Unfinished', ...(isLost ? ['Lost'] : []), 'P50', 'P95'].map(right),
    ],
    flows.map(({ name, offered, completed, failed, unfinished, lost = 0, duration }) => [
      markdownText(name),
      ...[offered, completed, failed, unfinished, ...(isLost ? [lost] : [])].map(formatCount),
      ...[duration.p50, duration.p95].map((seconds) => formatLatency(seconds)),
    ]),
  )
}
