// Which targets and parts of the requests the model of a service has, and when its series begin, in sentences.

import { type ModelLabels, type ServiceModel, targetsOf } from '../../../core/drill/service-model.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatLabels } from '../../../prometheus/series/labels.ts'
import { METRIC_NAME } from '../../../prometheus/series/series.ts'

export function divisionsOf(model: ServiceModel): readonly string[] {
  const { routes = [] } = model
  const targets = targetsOf(model)
  const shown = (labels: ModelLabels) =>
    Object.entries(labels)
      .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
      .join(', ')
  return [
    targets.length === 1
      ? `One target is scraped, ${shown(targets[0]?.labels ?? {})}.`
      : `${counted(targets.length, 'target')} are scraped, each with as many requests as the others.`,
    ...(routes.length === 0
      ? []
      : [
          `The requests are divided evenly into ${counted(routes.length, 'part')}: ${routes.map(({ labels }) => `{${shown(labels)}}`).join(', ')}.`,
        ]),
    beginning(model),
  ]
}

function beginning({ series, routes = [], begin }: ServiceModel): string {
  const late = series.flatMap((each) =>
    each.kind !== 'counter' && each.kind !== 'histogram'
      ? []
      : routes.length > 0 || Object.keys(each.labels).length > 0
        ? [each]
        : [],
  )
  if (begin !== 'with-first-count' || late.length === 0)
    return 'Every series is there from the start of its process, at 0.'
  const failing = late.find((each) => each.requests === 'failed') ?? late[0]
  const example = failing && formatLabels({ ...routes[0]?.labels, ...failing.labels, [METRIC_NAME]: failing.metric })
  return `A series with labels of its requests, such as ${example}, is there from the first request on that it counts, and anew after a restart: rate() and increase() do not see what it has counted by its first scrape.`
}
