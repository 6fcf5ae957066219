import type { ReportedIncident } from '../../../core/report/drill-report.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { formatCount } from '../../figures/figures.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { momentFigure } from './moment-figure.ts'

/** When an incident was, and what of the traffic it met, as names and figures. */
export function incidentFacts(incident: ReportedIncident): (readonly [name: string, figure: string])[] {
  const { fromSeconds, toSeconds, share, concerns, grows, trafficFactor, requests, failed } = incident
  const labels = Object.entries(concerns ?? {}).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return [
    ['From', momentFigure(fromSeconds)],
    ['For', `${spanFigure(toSeconds - fromSeconds)}${grows ? ', growing' : ''}`],
    ...(share < 1 ? [['Concerns', `${formatShare(share)} of the requests`] as const] : []),
    ...(labels.length > 0 ? [['Only', `{${labels.join(', ')}}`] as const] : []),
    ...(trafficFactor === 1 ? [] : [['Traffic', `${trafficFactor}×`] as const]),
    ['Requests', formatCount(requests)],
    ['Failed', formatCount(failed)],
  ]
}
