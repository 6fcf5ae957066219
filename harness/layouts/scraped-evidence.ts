// The evidence of scraped buckets: of a page of scrapes, alone or in a run's folder, or of a Prometheus.

import { basename } from 'node:path'
import { type RecordedBuckets, recordedBuckets } from '../../analysis/layouts/record/recorded-buckets.ts'
import { type KnownUnit, knownUnit, SECONDS_PER_UNIT } from '../../core/histogram/latency-unit.ts'
import { counted, times } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { type HistogramIncrements, readIncrements } from '../../prometheus/histogram/histogram-increments.ts'
import { snapshotInSeconds } from '../../prometheus/histogram/record-in-seconds.ts'
import { histogramsOnPage, instantsOnPage, unitOnPage } from '../../prometheus/histogram/recorded-page.ts'
import { type HistogramSelection, histogramSelection } from '../../prometheus/observation/histogram-selection.ts'
import { labelTest } from '../../prometheus/series/label-matcher.ts'
import { chooseHistogram, refuseNoMatch } from './choose-histogram.ts'
import { type RecordChoice, spanEndMs, UNIT_FLAGS } from './record-choice.ts'

export interface ScrapedEvidence {
  readonly histogram: string
  readonly unit: KnownUnit
  readonly recorded: RecordedBuckets
  /** Describes the observations in words. */
  readonly observed: string
}

export interface PageTiming {
  /** Second 0 of the record; the first scrape where there is none. */
  readonly zeroMs?: number
  /** Only what was added by later scrapes counts. */
  readonly afterMs?: number
}

/** @param place of the page, for messages @throws UserError where nothing can be read of it */
export function evidenceOfPage(
  text: string,
  place: string,
  choice: RecordChoice,
  timing: PageTiming = {},
): ScrapedEvidence {
  const histogram = chooseHistogram(histogramsOnPage(text), choice.histogram, place)
  const selection = selectionOf(histogram, choice)
  const instants = instantsOnPage(text, histogram, place)
  const accepts = labelTest(selection.matchers)
  if (!instants.some(([, samples]) => samples.some(({ labels }) => accepts(labels))))
    refuseNoMatch(
      instants.flatMap(([, samples]) => samples.map(({ labels }) => labels)).filter(({ le }) => le !== undefined),
      selection,
      place,
    )
  const lastMs = instants.at(-1)?.[0] ?? 0
  const fromMs = choice.from ? spanEndMs(choice.from, lastMs) : Number.NEGATIVE_INFINITY
  const toMs = choice.to ? spanEndMs(choice.to, lastMs) : Number.POSITIVE_INFINITY
  const reader = readIncrements(histogram, selection.matchers)
  for (const [timestampMs, samples] of instants) if (timestampMs <= toMs) reader.add(timestampMs, samples)
  const unit = unitOf(choice, histogram, unitOnPage(text, histogram))
  const { afterMs = fromMs, zeroMs = instants.find(([atMs]) => atMs >= fromMs)?.[0] ?? 0 } = timing
  return scrapedEvidence(reader.found(), { selection, unit, place, afterMs: Math.max(afterMs, fromMs), zeroMs })
}

export function selectionOf(histogram: string, { match = '' }: RecordChoice): HistogramSelection {
  try {
    return histogramSelection(histogram, match)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(error.message.replace(/^metrics\.match:/, '--match:'), { cause: error })
  }
}

export function unitOf({ unit }: RecordChoice, histogram: string, metadata: string | undefined): KnownUnit {
  return knownUnit(unit === undefined ? null : UNIT_FLAGS[unit], histogram, metadata)
}

interface ScrapedContext extends Required<PageTiming> {
  readonly selection: HistogramSelection
  readonly unit: KnownUnit
  readonly place: string
}

/** @throws UserError where the scrapes cannot be compared */
export function scrapedEvidence(
  found: HistogramIncrements,
  { selection, unit, place, afterMs, zeroMs }: ScrapedContext,
): ScrapedEvidence {
  const { increments, labelSets, resets, unsteady, sumReached, otherBounds } = found
  const { text, name } = selection
  if (otherBounds)
    throw new UserError(
      `${place}: expected series of ${text} with the same bounds, got ${otherBounds.map((bounds) => bounds.join(', ')).join(' and ')}: narrow them with --match, or the time with --from and --to`,
    )
  if (unsteady)
    throw new UserError(
      `${place}: expected counters of ${text} that only grow, got some that fall at ${unsteady.falls} of ${counted(unsteady.scrapes, 'scrape')}, which is no restart: several processes answer behind one port, each with counts of its own, or a scrape sets them to zero. Scrape each process by itself, or let them count together`,
    )
  const factor = SECONDS_PER_UNIT[unit.name]
  const parts = increments
    .filter(({ timestampMs }) => timestampMs > afterMs)
    .map(({ timestampMs, added }) => ({
      atSeconds: (timestampMs - zeroMs) / 1e3,
      added: snapshotInSeconds(added, factor),
    }))
  if (parts.length === 0)
    throw new UserError(`${place}: expected at least two scrapes of ${text}, with timestamps, got fewer`)
  if ((parts[0]?.added.buckets[0]?.upperBound ?? 0) < 0)
    throw new UserError(`${place}: expected a histogram of latencies, got ${name}, which has bounds below 0`)
  const observed = [
    `the scraped buckets of ${text} (${basename(place)}), which tell in which bucket a latency lay and not where in it`,
    ...(labelSets > 1 ? [`the sum of ${counted(labelSets, 'label set')}`] : []),
    ...(unit.from === 'convention' ? ['read in seconds, an assumption: --unit names another'] : []),
    ...(resets > 0
      ? [`reset ${times(resets)}: what was observed between the last scrape before a restart and the restart is lost`]
      : []),
  ].join('; ')
  try {
    return { histogram: name, unit, observed, recorded: recordedBuckets(parts, sumReached * factor) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UserError(`${place}: ${error.message}: --from and --to choose a shorter span`, { cause: error })
  }
}
