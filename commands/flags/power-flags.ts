// The flags of `drill` that ask how small an incident alerts still find, and which rules would find it.

import { type Command, InvalidArgumentError } from 'commander'
import { parseDetection, parsePagesPerDay } from '../../analysis/power/parse-detection.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import { parseDuration } from '../../core/text/duration.ts'
import { listed } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import type { PowerRequest } from '../../harness/power/run-power.ts'
import { forList, rangeList, type TriedFlags, thresholdList, variationsOf } from './backtest-flags.ts'
import { flag, wholeNumberIn } from './flag.ts'
import { gathered, readLayouts } from './layout-flags.ts'

export interface PowerFlags extends TriedFlags {
  readonly smallestIncident?: boolean
  readonly detect?: string
  /** Seconds. */
  readonly within?: number
  /** A day. */
  readonly false?: number
  readonly layout?: readonly string[]
  /** A share. */
  readonly power?: number
  readonly trials?: number
  readonly threads?: number
}

/** Of a drill, that say whether there is something that needs a share. */
interface SeedFlags {
  readonly seeds?: number
  readonly expect?: readonly string[]
}

export const USUAL_POWER = 0.9
const USUAL_TRIALS = 240

export function addPowerFlags(command: Command): Command {
  const options = [
    flag('--smallest-incident', 'find how small an incident the alerts still find, by day and by night'),
    flag(
      '--detect <incident>',
      "what the alerts are to find: '10% of requests 2x slower for 5m', '5% of requests fail for 2m by night'",
    ),
    flag('--within <duration>', 'in which time of its beginning its page has to come').argParser(above0),
    flag('--false <pages>', 'how often they may page falsely at most: 1/30d').argParser(pagesPerDay),
    flag('--layout <buckets>', 'try these buckets: lab, 0.1,0.25,1 or @file (may be repeated)').argParser(gathered),
    flag('--for <durations>', 'try these instead of the rule’s `for`: 30s,2m,5m').argParser(forList),
    flag('--range <durations>', 'try these as the range of its rates: 1m,5m').argParser(rangeList),
    flag('--threshold <numbers>', 'try these as its threshold: 0.5,1,2').argParser(thresholdList),
    flag(
      '--power <share>',
      'in which share of cases an incident has to be found to count as found, and of --seeds what is expected has to hold (default: 90%)',
    ).argParser(powerShare),
    flag('--trials <number>', `at most so many trials of an incident (default: ${USUAL_TRIALS})`).argParser(
      wholeNumberIn([1, 100_000]),
    ),
    flag('--threads <number>', 'how many threads simulate (default: one for each core)').argParser(
      wholeNumberIn([1, 256]),
    ),
  ]
  return options.reduce((all, option) => all.addOption(option), command)
}

/**
 * @param note called with what is probably a slip
 * @returns null where none of it is asked
 * @throws UserError where flags need others, or a value cannot be
 */
export async function powerRequest(
  flags: PowerFlags & SeedFlags,
  note: (sentence: string) => void,
): Promise<PowerRequest | null> {
  const { smallestIncident: isCurveAsked = false, detect, within, layout = [], power, trials, threads } = flags
  refuseAlone(flags)
  if (!isCurveAsked && detect === undefined) return null
  return {
    isCurveAsked,
    asked:
      detect === undefined
        ? null
        : { ...parseDetection(detect), withinSeconds: within ?? null, falsePagesPerDay: flags.false ?? null },
    layouts: await readLayouts(layout, note),
    variations: variationsOf(flags),
    requiredProbability: power ?? USUAL_POWER,
    mostTrials: trials ?? USUAL_TRIALS,
    threads,
  }
}

/** Flags that say something about what is asked, where nothing is. */
function refuseAlone(flags: PowerFlags & SeedFlags): void {
  const { smallestIncident, detect, within, layout, power, trials, seeds = 1, expect = [] } = flags
  if (detect !== undefined) return
  const ofDetect = given({ '--within': within, '--false': flags.false })
  if (ofDetect.length > 0)
    throw new UserError(
      `${listed(ofDetect)}: expected --detect with it, for what is to be found; an example: --detect '10% of requests 2x slower for 5m' --within 3m --false 1/30d`,
    )
  if (smallestIncident === true) return
  const tried = given({
    '--layout': layout,
    '--for': flags.for,
    '--range': flags.range,
    '--threshold': flags.threshold,
  })
  if (tried.length > 0)
    throw new UserError(
      `${listed(tried)}: expected --smallest-incident or --detect with it, for what is compared; an example: --smallest-incident --for 1m,5m`,
    )
  if (trials !== undefined)
    throw new UserError('--trials: expected --smallest-incident or --detect with it, for what is tried')
  if (power !== undefined && (seeds === 1 || expect.length === 0))
    throw new UserError(
      '--power: expected --smallest-incident or --detect with it, or several --seeds and --expect, for what has to hold in that share',
    )
}

function given(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name]))
}

function above0(text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds > 0) return seconds
  throw new InvalidArgumentError(`Expected a duration above 0 such as 3m, got ${text}.`)
}

function pagesPerDay(text: string): number {
  const perDay = parsePagesPerDay(text)
  if (perDay !== null) return perDay
  throw new InvalidArgumentError(`Expected pages in a time, such as 1/30d, got ${text}.`)
}

function powerShare(text: string): number {
  const share = parseShare(text)
  if (share !== undefined && share > 0 && share < 1) return share
  throw new InvalidArgumentError(`Expected a share above 0% and below 100% such as 90%, got ${text}.`)
}
