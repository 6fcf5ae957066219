// What became of the iterations of flows, and of the setup.

import type { Report } from '../../../core/report/report.ts'
import { flowFailures, iterationFigure, iterationTimes, setupFigure } from '../../figures/flow-figures.ts'
import { detail, heading, statement } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'

export function flowSection({ load: { flows = [] }, run: { setup } }: Report, width: number): Line[] {
  if (flows.length === 0 && setup === undefined) return []
  return [
    ...heading(flows.length === 0 ? 'Setup' : 'Flows', [], width),
    ...(setup === undefined ? [] : statement([span('setup', 'quiet'), span('  '), span(setupFigure(setup))], width)),
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
