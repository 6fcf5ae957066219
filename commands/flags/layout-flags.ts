// Parses the flags of `buckets` that say what is compared. Invalid flags throw UserError.

import { readFile } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import { lateFirstBound } from '../../core/histogram/late-first-bound.ts'
import { type HistogramLayout, isNativeLayout } from '../../core/histogram/native-layout.ts'
import { parseLayout } from '../../core/histogram/parse-layout.ts'
import { OBJECTIVE_EXAMPLES, type Objective } from '../../core/scenario/objective.ts'
import { parseObjective } from '../../core/scenario/parse-objective.ts'
import { parseDuration } from '../../core/text/duration.ts'
import { UserError } from '../../core/user-error.ts'
import type { SpanEnd } from '../../harness/layouts/record-choice.ts'

/** Collects a flag that may be given several times; within one text, as in an environment variable, `;` separates values. */
export function gathered(text: string, before: readonly string[] | undefined): readonly string[] {
  const texts = text.split(';').map((part) => part.trim())
  return [...(before ?? []), ...texts.filter((part) => part !== '')]
}

/** `0.5,0.95` or `p50,p95`. */
export function quantileList(text: string): readonly number[] {
  const quantiles = text.split(',').map((part) => {
    const [, percent, ratio] = /^\s*(?:p(\d{1,2}(?:\.\d+)?)|(0?\.\d+))\s*$/i.exec(part) ?? []
    const quantile = percent === undefined ? Number(ratio) : Number((Number(percent) / 100).toPrecision(12))
    if (!(quantile > 0 && quantile < 1))
      throw new InvalidArgumentError(`Expected quantiles such as 0.5,0.95 or p50,p95, got ${text}.`)
    return quantile
  })
  return [...new Set(quantiles)].sort((a, b) => a - b)
}

/** `now`, `-90m` before it, or an instant as `2026-01-31T12:00:00Z` (UTC unless it says another) or in seconds since 1970. */
export function spanEnd(text: string): SpanEnd {
  if (text === 'now') return { beforeEndMs: 0 }
  const before = /^-(.+)$/.exec(text)?.[1]
  const seconds = before === undefined ? undefined : parseDuration(before)
  if (seconds !== undefined) return { beforeEndMs: seconds * 1e3 }
  const atMs = /^\d+(?:\.\d+)?$/.test(text)
    ? Number(text) * 1e3
    : DATED.test(text)
      ? Date.parse(inUtc(text))
      : Number.NaN
  if (Number.isFinite(atMs)) return { atMs }
  throw new InvalidArgumentError(
    `Expected now, a time before it such as -1h, or an instant such as 2026-01-31T12:00:00Z, got ${text}.`,
  )
}

const DATED = /^\d{4}-\d\d-\d\d/

/** Without a zone an instant is meant as reports show it, in UTC, and not in the zone of this machine. */
function inUtc(text: string): string {
  return /[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text) ? `${text}Z` : text
}

/** Objectives as an SLA writes them, `p95 < 1s`, of those that bucket counts can be held against. */
export function judgedObjectives(texts: readonly string[]): Objective[] {
  return texts.map((text) => {
    const objective = parseObjective(text)
    if (objective?.kind === 'quantile' || objective?.kind === 'under') return objective
    if (objective)
      throw new UserError(
        `--sla: expected a limit that bucket counts can be held against, such as p95 < 1s or under 300ms > 90%, got ${text}`,
      )
    throw new UserError(`--sla: expected an objective such as ${OBJECTIVE_EXAMPLES.join(', ')}, got ${text}`)
  })
}

/**
 * Layouts by their texts; `@file` stands for the texts in a file, one a line, `#` before remarks.
 * @param note called with what is probably a slip
 */
export async function readLayouts(
  texts: readonly string[],
  note: (sentence: string) => void,
): Promise<HistogramLayout[]> {
  const all = await Promise.all(
    texts.map((text) => (text.startsWith('@') ? layoutsInFile(text.slice(1), note) : [parsed('', text, note)])),
  )
  return all.flat()
}

async function layoutsInFile(file: string, note: (sentence: string) => void): Promise<HistogramLayout[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`--layout @${file}: expected a file of bucket layouts, got ${error.code}`, { cause: error })
  })
  const lines = text
    .split('\n')
    .map((line, i) => ({ text: line.replace(/#.*$/, '').trim(), place: `${file}:${i + 1} ` }))
  const layouts = lines.filter((line) => line.text !== '').map((line) => parsed(line.place, line.text, note))
  if (layouts.length > 0) return layouts
  throw new UserError(`--layout @${file}: expected at least one bucket layout, one a line, got none`)
}

const WITH_UNIT = /\d\s*(?:[µu]?s|ms|m|h)\b/i

function parsed(place: string, text: string, note: (sentence: string) => void): HistogramLayout {
  try {
    const layout = parseLayout(text)
    const late = isNativeLayout(layout) || WITH_UNIT.test(text) ? null : lateFirstBound(layout.upperBounds)
    if (late !== null) note(`${place}layout ${layout.name}: ${late}`)
    return layout
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new UserError(`${place}${error.message}`, { cause: error })
  }
}
