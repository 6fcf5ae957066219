// What became of the iterations of flows.

import type { Report } from '../../../core/report/report.ts'
import { flowFailures, iterationFigure, iterationTimes } from '../../figures/flow-figures.ts'
import { detail, heading, statement } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'

export function flowSection({ load: { flows = [] } }: Report, width: number): Line[] {
  if (flows.length === 0) return []
  return [
    ...heading('Flows', [], width),
    ...flows.flatMap((flow) => {
      const times = iterationTimes(flow)
      const failures = flowFailures(flow)
      return [
        ...statement([span(flow.name), span('  '), span(iterationFigure(flow))], width),
        ...(failures === '' ? [] : detail(line(`failed: ${failures}`, 'fail'), width)),
        ...(times === undefined ? [] : detail(line(`a completed iteration: ${times}`, 'quiet'), width)),
      ]
    }),
  ]
}
