// The traffic of one segment as the dispatcher runs it. All its phases share one source, for users go from one into the
// next.

import type { PhaseTraffic, SegmentTraffic } from '../dispatch/dispatcher.ts'
import { FlowTraffic, type FlowTrafficOptions } from './flow-traffic.ts'

export interface FlowSegment extends Omit<SegmentTraffic, 'timers'> {
  readonly traffic: FlowTraffic
}

export function flowSegment(options: FlowTrafficOptions): FlowSegment {
  const traffic = new FlowTraffic(options)
  let endSeconds = options.startSeconds
  const phases: PhaseTraffic[] = options.phases.map(({ phase, durationSeconds }) => {
    endSeconds += durationSeconds
    return { phase, source: traffic, endSeconds }
  })
  return { phases, endSeconds, traffic }
}
