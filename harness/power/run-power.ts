// A study of detection power, from the service and the rules of a drill to what is reported: over all cores, and stopped by a
// signal with what is known by then.

import { availableParallelism } from 'node:os'
import type { PowerCurve } from '../../core/drill/power-curve.ts'
import type { HistogramLayout } from '../../core/histogram/native-layout.ts'
import { alertingRules, type RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { dayAndNight } from '../../simulation/drawn/day-and-night.ts'
import type { PowerSetup } from '../../simulation/power/power-setup.ts'
import type { NamedVariation } from '../backtest/backtest-options.ts'
import { powerAxes } from './power-axes.ts'
import type { PowerProgress } from './power-progress.ts'
import type { AskedIncident, PowerQuestion } from './power-question.ts'
import { PowerThreads } from './power-threads.ts'
import { powerVariants } from './power-variants.ts'
import { studyPower } from './study-power.ts'

/** What is asked on a command line. */
export interface PowerRequest {
  /** Whether the curve itself is drawn. */
  readonly isCurveAsked: boolean
  readonly asked: AskedIncident | null
  readonly layouts: readonly HistogramLayout[]
  readonly variations: readonly NamedVariation[]
  readonly requiredProbability: number
  readonly mostTrials: number
  /** Left out: one for each core. */
  readonly threads?: number | undefined
}

/** What a drill knows of the service and of the rules. */
export interface PowerBase {
  readonly setup: PowerSetup
  /** As written, with the rules that the setup leaves out: what is proposed is all of it. */
  readonly ruleFile: RuleFile
  readonly notSimulated: PowerCurve['notSimulated']
  readonly seed: number
}

export interface PowerEffects {
  readonly signal: AbortSignal
  readonly onProgress: (progress: PowerProgress) => void
}

/** @throws UserError where nothing can be changed as asked */
export async function runPower(request: PowerRequest, base: PowerBase, effects: PowerEffects): Promise<PowerCurve> {
  const { question, notes } = powerQuestion(request, base)
  const threads = new PowerThreads(
    question.variants.map(({ setup }) => setup),
    base.seed,
    request.threads ?? availableParallelism(),
  )
  const stop = () => threads.stop()
  effects.signal.addEventListener('abort', stop, { once: true })
  if (effects.signal.aborted) stop()
  try {
    const curve = await studyPower(question, {
      run: threads.run,
      isStopped: () => effects.signal.aborted,
      onProgress: effects.onProgress,
    })
    return { ...curve, notes: [...curve.notes, ...notes] }
  } finally {
    effects.signal.removeEventListener('abort', stop)
    threads.stop()
  }
}

function powerQuestion(
  request: PowerRequest,
  { setup, ruleFile, notSimulated, seed }: PowerBase,
): { readonly question: PowerQuestion; readonly notes: readonly string[] } {
  const { isCurveAsked, asked, layouts, variations, requiredProbability, mostTrials } = request
  const hasAlerts = setup.alerts.length > 0
  const { variants, notes } = powerVariants({ setup, ruleFile }, hasAlerts ? layouts : [], hasAlerts ? variations : [])
  const { day, night } = dayAndNight(setup.shape)
  const flat = night === null && asked !== null && asked.traffic !== null
  return {
    question: {
      variants,
      alerts: alertFacts(setup.ruleFile, setup.alerts),
      ...{ notSimulated, requiredProbability, mostTrials, seed },
      rates: { dayRatePerSecond: day.ratePerSecond, nightRatePerSecond: night?.ratePerSecond ?? null },
      axes: isCurveAsked ? powerAxes(setup.model, asked) : null,
      asked: flat ? { ...asked, traffic: null } : asked,
    },
    notes: [
      ...notes,
      ...(flat ? [`The traffic is the same at all hours: "by ${asked.traffic}" makes no difference.`] : []),
    ],
  }
}

function alertFacts(ruleFile: RuleFile, places: readonly number[]): PowerQuestion['alerts'] {
  const all = ruleFile.groups.flatMap((group) =>
    alertingRules({ ...ruleFile, groups: [group] }).map((rule) => ({ group, rule })),
  )
  const looked = places.flatMap((place) => all[place] ?? [])
  return looked.map(({ rule, group }) => {
    const isOnce = looked.filter((other) => other.rule.name === rule.name).length === 1
    const spoken = isOnce ? rule.name : `${rule.name} (line ${rule.line})`
    return { alert: rule.name, group: group.name, line: rule.line, spoken }
  })
}
