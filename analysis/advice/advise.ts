// A finished run's report → what to do next, what matters most first. Pure.
//
// It reads the report's figures and states, never its sentences; those are quoted where they are the only place in which a
// figure stands. Where the run proves nothing, what has to change for it to prove something comes before everything else,
// and what would follow from its findings is left out.

import { ADVICE_WEIGHTS, type Advice } from '../../core/report/advice.ts'
import type { Report } from '../../core/report/report.ts'
import { listed } from '../../core/text/plural.ts'
import { adviseAlerts } from './alert-advice.ts'
import { adviseBaseline } from './baseline-advice.ts'
import { adviseEstimate } from './estimate-advice.ts'
import { adviseGenerator } from './generator-advice.ts'
import { adviseMetrics } from './metrics-advice.ts'
import { adviseNext } from './next-advice.ts'
import { adviseObjectives } from './objective-advice.ts'
import { adviseRules } from './rule-advice.ts'
import { adviseRun } from './run-advice.ts'

export function advise(report: Report): Advice[] {
  const found = [
    ...adviseRun(report),
    ...adviseGenerator(report),
    ...adviseObjectives(report),
    ...adviseAlerts(report),
    ...adviseRules(report),
    ...adviseMetrics(report),
    ...adviseBaseline(report),
    ...adviseEstimate(report),
  ]
  return saidOnce([...found, ...adviseNext(report, found)].sort((a, b) => rank(a) - rank(b)))
}

function rank({ weight }: Advice): number {
  return ADVICE_WEIGHTS.indexOf(weight)
}

/** What is to be done for several reasons is said once, with all of them; of the same change for others, the weightiest. */
function saidOnce(advice: readonly Advice[]): Advice[] {
  const byAction = new Map<string, Advice[]>()
  for (const each of advice) byAction.set(each.action, [...(byAction.get(each.action) ?? []), each])
  const changes = new Set<string>()
  return [...byAction.values()].map(together).filter(({ change, about }) => {
    if (!change) return true
    // A bound is a bound, whatever it is for.
    const key = JSON.stringify(change.what === 'bound' ? change : [about, change])
    const isNew = !changes.has(key)
    changes.add(key)
    return isNew
  })
}

const MOST_REASONS = 3

function together(alike: readonly Advice[]): Advice {
  const [first, ...others] = alike as [Advice, ...Advice[]]
  if (others.length === 0) return first
  const subjects = [...new Set(alike.flatMap(({ about }) => about ?? []))]
  // Sentences that several of them have are said once.
  const sentences = alike.slice(0, MOST_REASONS).flatMap(({ figure }) => figure.split(/(?<=\.) (?=\p{Lu})/u))
  return {
    ...first,
    about: subjects.length === 0 ? null : listed(subjects),
    figure: [...new Set(sentences)].join(' '),
  }
}
