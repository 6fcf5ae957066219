// What is said once of a whole drill: what it claims, and what was simulated.

import type { DrillReport, DrillSource } from '../../../core/report/drill-report.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { formatCount, formatSpan } from '../../figures/figures.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'

/** A verdict of a drill is one about rules. */
export function claimSentence(report: DrillReport): string {
  const { months, seeds, days, scrapeIntervalSeconds } = report
  const quiet = months.filter(({ kind }) => kind === 'quiet').length
  const all =
    seeds !== null && seeds.done > 0
      ? { ...seeds, words: ` in ${counted(seeds.done, 'seed')}` }
      : {
          quietMonths: quiet,
          incidentMonths: months.length - quiet,
          requests: months.reduce((sum, month) => sum + month.requests, 0),
          words: '',
        }
  if (all.quietMonths + all.incidentMonths === 0)
    return 'Nothing was simulated: this says nothing about the rules, and nothing about a service.'
  const were = all.quietMonths + all.incidentMonths === 1 ? 'was' : 'were'
  return `${monthsWords(all)} of ${counted(days, 'day')} ${were} simulated${all.words}: ${formatCount(all.requests)} requests, scraped every ${formatSpan(scrapeIntervalSeconds)}. All of this is about the rules, under this model; about a service it says nothing.`
}

function monthsWords({ quietMonths, incidentMonths }: { quietMonths: number; incidentMonths: number }): string {
  const words = [
    ...(quietMonths === 0 ? [] : [counted(quietMonths, 'quiet month')]),
    ...(incidentMonths === 0 ? [] : [`${counted(incidentMonths, 'month')} with incidents`]),
  ]
  return listed(words)
}

export function trafficSentence({ traffic }: DrillReport): string {
  const { meanRate, dayRate, nightRate, source } = traffic
  const times =
    dayRate === nightRate
      ? 'the same at all hours'
      : `${formatRate(dayRate)} by day and ${formatRate(nightRate)} by night, the busiest and the quietest third of the hours of a week`
  return `${formatRate(meanRate)} on average, ${times} (${sourceWords(source)}).`
}

export function latencySentence({ latency }: DrillReport): string {
  return `${latency.sentence} (${sourceWords(latency.source)}).`
}

export function notificationSentence({ notifications }: DrillReport): string {
  const { groupBy, groupWaitSeconds, groupIntervalSeconds, repeatIntervalSeconds, routes, source } = notifications
  const grouped = groupBy.length === 0 ? 'All alerts in one group' : `Grouped by ${listed(groupBy)}`
  const tree = routes > 1 ? `, ${counted(routes, 'route')}` : ''
  return `${grouped}${tree}: group_wait ${spanFigure(groupWaitSeconds)}, group_interval ${spanFigure(groupIntervalSeconds)}, repeat_interval ${spanFigure(repeatIntervalSeconds)} (${sourceWords(source)}).`
}

export function evaluationSentence({ scrapeIntervalSeconds, evaluationSeconds, run, seeds }: DrillReport): string {
  return `Scraped every ${spanFigure(scrapeIntervalSeconds)}, groups without an interval of their own evaluated every ${spanFigure(evaluationSeconds)}, ${seedWords(run.seed, seeds)}.`
}

/** `seed 1`, `seeds 1 to 100`. */
export function seedWords(first: number, seeds: DrillReport['seeds']): string {
  return seeds === null ? `seed ${first}` : `seeds ${first} to ${first + seeds.asked - 1}`
}

function sourceWords({ kind, place }: DrillSource): string {
  switch (kind) {
    case 'assumed':
      return 'assumed'
    case 'given':
      return place === null ? 'as given' : `as given: ${place}`
    default:
      return place === null ? `from a ${kind}` : `from ${place}`
  }
}
