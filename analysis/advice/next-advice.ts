// What to do after a run that went well: say what alerts have to do, keep a margin in sight, make a gate of it.

import type { Advice } from '../../core/report/advice.ts'
import type { Report, SlaFinding } from '../../core/report/report.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { namedObjective } from '../verdict/objective-in-words.ts'

export function adviseNext(report: Report, found: readonly Advice[]): Advice[] {
  return [...tightObjectives(report), ...tightAlerts(report), ...unasked(report), ...gate(report, found)]
}

/** Above this part of its limit, the next busy day may be too much. */
const TIGHT = 0.8

function tightObjectives({ sla }: Report): Advice[] {
  return sla
    .filter((finding) => finding.finding === 'pass' && usedShare(finding) > TIGHT)
    .map((finding) => ({
      kind: 'margin',
      weight: 'improves',
      about: namedObjective(finding),
      action: 'Keep an eye on it, with a baseline for instance: there is little room left.',
      figure: `${formatDuration(finding.observed ?? 0)} is ${formatShare(Number(usedShare(finding).toPrecision(2)))} of the limit of ${formatDuration(finding.limit)}.`,
    }))
}

function usedShare({ unit, observed, limit }: SlaFinding): number {
  return unit === 'seconds' && observed !== null && limit > 0 ? observed / limit : 0
}

function tightAlerts({ alerts }: Report): Advice[] {
  return alerts.flatMap(({ name, expects, detectionSeconds, finding }): Advice[] => {
    if (expects?.kind !== 'fires' || finding !== 'pass' || detectionSeconds === null) return []
    const { withinSeconds, after } = expects.fires
    const used = detectionSeconds / withinSeconds
    if (used <= TIGHT) return []
    return [
      {
        kind: 'deadline',
        weight: 'improves',
        about: name,
        action:
          'Allow it some more time, or make it quicker by a shorter for or range: another seed may fire it too late.',
        figure: `It fired ${formatDuration(detectionSeconds)} after ${after} began, ${formatShare(Number(used.toPrecision(2)))} of the ${formatDuration(withinSeconds)} allowed.`,
      },
    ]
  })
}

/** An alert that fired although nobody said whether it should. */
function unasked({ alerts, scenario }: Report): Advice[] {
  return alerts.flatMap(({ name, expected, transitions }): Advice[] => {
    const firing = transitions.find(({ state }) => state === 'firing')
    if (expected !== null || firing === undefined) return []
    return [
      {
        kind: 'expectation',
        weight: 'improves',
        about: name,
        action: `Say under alerts of ${scenario.file === '' ? 'the scenario' : scenario.file} what ${name} has to do: never, or fires: { after: …, within: … }.`,
        figure: `It fired ${formatDuration(firing.at)} into the run, and nothing was expected of it.`,
      },
    ]
  })
}

function gate({ verdict, baseline, run }: Report, found: readonly Advice[]): Advice[] {
  if (verdict !== 'pass' || baseline !== undefined || found.some(({ weight }) => weight === 'decides')) return []
  return [
    {
      kind: 'gate',
      weight: 'improves',
      about: null,
      action: `Keep this run as the baseline of the next: --baseline ${run.folder === '' ? 'RUN' : run.folder}.`,
      figure: 'Everything that was asked was met, so that what can still be seen is whether it gets slower.',
    },
  ]
}
