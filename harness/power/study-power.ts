// Finds out how small an incident alerts still find and how often they page falsely, and which variant of the rules does what
// is asked at the least cost. What it comes to depends on the seed alone, not on how many jobs are done at once.

import { alertPower, type PowerAxes } from '../../analysis/power/alert-power.ts'
import { cheapestVariant, withoutProposal } from '../../analysis/power/cheapest-variant.ts'
import { looksUpTo } from '../../analysis/power/looks.ts'
import { variantMap } from '../../analysis/power/variant-map.ts'
import { spanWords } from '../../core/backtest/span-words.ts'
import { CONFIDENCE_PERCENT } from '../../core/confidence-level.ts'
import type { AskedDetection, PowerCurve, PowerVariant, VariantMap } from '../../core/drill/power-curve.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { listed } from '../../core/text/plural.ts'
import { notificationTimes } from '../../simulation/power/power-times.ts'
import { type PowerProgress, ProgressCount } from './power-progress.ts'
import type { PowerQuestion } from './power-question.ts'
import type { RunPowerJob } from './power-threads.ts'
import { type SettledQuiet, settleQuiet } from './settle-quiet.ts'
import { CurveStudy } from './study-curve.ts'
import { studyVariant } from './study-variant.ts'

const FIRST_LOOK = 15
const NO_QUIET = Promise.resolve<SettledQuiet>({ falsePages: [], failures: [] })

export interface StudyEffects {
  readonly run: RunPowerJob
  readonly isStopped: () => boolean
  readonly onProgress: (progress: PowerProgress) => void
}

/** @throws what a job throws */
export async function studyPower(question: PowerQuestion, effects: StudyEffects): Promise<PowerCurve> {
  const { asked, axes, requiredProbability, mostTrials, seed, rates, notSimulated, variants, alerts } = question
  const progress = new ProgressCount(effects.onProgress)
  const run = progress.counted(effects.run)
  const looks = looksUpTo(mostTrials, FIRST_LOOK)
  const isStudied = alerts.length > 0
  const mostPerDay = asked?.falsePagesPerDay ?? null
  const isCompared = isStudied && axes !== null && variants.length > 1
  // Of all that have a map; a variant that is only asked for one incident may need less of it.
  const quiets = (isCompared ? variants : variants.slice(0, 1)).map(({ setup }, variant) =>
    isStudied ? progress.settling(() => settleQuiet(run, { setup, variant, mostPerDay, isBrief: false })) : NO_QUIET,
  )
  const maps = quiets.map(
    (quiet, variant) =>
      new CurveStudy({ question, variant, looks, run, progress, quiet, isStopped: effects.isStopped }),
  )
  const curve = maps[0] as CurveStudy
  const study = { run, progress, looks, requiredProbability, rates }
  const [compared] = await Promise.all([
    isStudied && asked !== null
      ? Promise.all(
          variants.map((variant, i) => studyVariant({ ...study, asked, variant, place: i, quiet: quiets[i] ?? null })),
        )
      : [],
    isStudied && axes !== null ? Promise.all(maps.map((map) => map.try(axes))) : null,
  ])
  const evidence = isStudied ? await Promise.all(curve.places.map((place, i) => curve.evidence(place, i))) : []
  // The rules as written alone are no choice.
  const cheapest = compared.length > 1 ? cheapestVariant(compared) : null
  const proposed = variants.find(({ facts }) => facts.name === cheapest?.name)
  return {
    ...{ requiredProbability, mostTrials, seed, notSimulated, traffic: rates },
    interrupted: effects.isStopped(),
    axes: axes ?? { shares: [], slowdowns: [], durationsSeconds: [] },
    curves: evidence.map((each) => alertPower(each, question)),
    asked: askedDetection(question, compared),
    comparison: isCompared ? await comparisonOf(question, maps, axes) : [],
    variants: compared,
    proposal:
      cheapest === null || proposed === undefined
        ? null
        : { variant: cheapest.name, reason: cheapest.reason, rules: proposed.rules, layout: proposed.bounds },
    withoutProposal: compared.length < 2 || cheapest !== null ? null : withoutProposal(compared),
    notes: notesOf(question),
  }
}

function comparisonOf(
  { variants, rates }: PowerQuestion,
  maps: readonly CurveStudy[],
  axes: PowerAxes,
): Promise<readonly VariantMap[]> {
  return Promise.all(
    variants.map(async ({ facts }, i) => {
      const map = maps[i] as CurveStudy
      return variantMap(facts, await map.evidence(map.places[0] as number, 0), axes, rates)
    }),
  )
}

function askedDetection({ asked }: PowerQuestion, [asWritten]: readonly PowerVariant[]): AskedDetection | null {
  if (asked === null) return null
  const { text, ...rest } = asked
  return {
    detect: text,
    ...rest,
    finding: asWritten?.finding ?? 'inconclusive',
    reason: asWritten?.reason ?? 'none of the alerts is simulated',
  }
}

function notesOf({ requiredProbability, alerts, variants, rates }: PowerQuestion): string[] {
  if (alerts.length === 0) return ['None of the alerts is simulated, so that nothing is said of what they find.']
  const { waitsSeconds, intervalsSeconds, untold } = notificationTimes(variants[0].setup)
  const untoldNames = alerts
    .filter((_, i) => untold.includes(variants[0].setup.alerts[i] ?? -1))
    .map(({ alert }) => alert)
  const listedTimes = (seconds: readonly number[]) => listed(seconds.map((each) => spanWords(each * 1e3)))
  return [
    `An incident counts as found where its page comes in ${formatShare(requiredProbability)} of cases or more. Every interval holds with ${CONFIDENCE_PERCENT} confidence, however early its trials stopped.`,
    ...(rates.nightRatePerSecond === null
      ? []
      : ['By day: the busiest third of the hours of a week. By night: the quietest third.']),
    ...(waitsSeconds.length > 0
      ? [
          `A page comes as Alertmanager sends it: ${listedTimes(waitsSeconds)} after the first alert of its group fires, and then every ${listedTimes(intervalsSeconds)}.`,
        ]
      : []),
    ...(untoldNames.length > 0 ? [`Alertmanager tells nobody of ${listed([...new Set(untoldNames)])}.`] : []),
  ]
}
