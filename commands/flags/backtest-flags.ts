// Parsers of the flags of `backtest`: what is tried in place of what the rules say.

import { InvalidArgumentError } from 'commander'
import { formatDuration, parseDuration } from '../../core/text/duration.ts'
import { isHttpUrl, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { NamedVariation, RecordedData } from '../../harness/backtest/backtest-options.ts'

/** A value to try, and how it was written. */
export interface TriedValue {
  readonly text: string
  readonly value: number
}

/** `30s,2m,5m`. @returns seconds */
export function forList(text: string): readonly TriedValue[] {
  return triedList(text, 'durations such as 30s,2m,5m', (part) => parseDuration(part))
}

/** `1m,5m`. @returns seconds */
export function rangeList(text: string): readonly TriedValue[] {
  return triedList(text, 'durations above 0 such as 1m,5m', (part) => above0(parseDuration(part)))
}

/** `0.5,1,2`, in the unit of what the rule compares. */
export function thresholdList(text: string): readonly TriedValue[] {
  return triedList(text, 'numbers in the unit of the rule, such as 0.5,1,2', (part) =>
    /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(part) ? Number(part) : undefined,
  )
}

function above0(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined
}

function triedList(text: string, expected: string, parse: (part: string) => number | undefined): readonly TriedValue[] {
  const tried = text.split(',').map((part) => {
    const trimmed = part.trim()
    const value = parse(trimmed)
    if (value === undefined || !Number.isFinite(value))
      throw new InvalidArgumentError(`Expected ${expected}, got ${trimmed === '' ? 'nothing' : trimmed} in ${text}.`)
    return { text: trimmed, value }
  })
  return tried.filter(({ value }, i) => tried.findIndex((other) => other.value === value) === i)
}

/** How often groups without an interval of their own are evaluated. Seconds. */
export function stepSeconds(text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds >= 0.001) return seconds
  throw new InvalidArgumentError(`Expected a duration such as ${formatDuration(15)}, got ${text}.`)
}

export interface TriedFlags {
  readonly for?: readonly TriedValue[]
  readonly range?: readonly TriedValue[]
  readonly threshold?: readonly TriedValue[]
}

const MOST_VARIATIONS = 60

/** Each value of a flag with each of the others. @throws UserError for more than can be read at a glance */
export function variationsOf({ for: forTimes, range, threshold }: TriedFlags): NamedVariation[] {
  const choices = [
    choice('--for', forTimes, (value) => ({ forSeconds: value })),
    choice('--range', range, (value) => ({ rangeSeconds: value })),
    choice('--threshold', threshold, (value) => ({ threshold: value })),
  ].filter((each) => each.length > 0)
  if (choices.length === 0) return []
  const count = choices.reduce((product, { length }) => product * length, 1)
  if (count > MOST_VARIATIONS)
    throw new UserError(
      `--for, --range, --threshold: expected at most ${MOST_VARIATIONS} combinations of their values, got ${count}`,
    )
  return choices.reduce((all, next) =>
    all.flatMap((variation) =>
      next.map((other) => ({ ...variation, ...other, name: `${variation.name} ${other.name}` })),
    ),
  )
}

function choice(
  name: string,
  tried: readonly TriedValue[] = [],
  variation: (value: number) => Omit<NamedVariation, 'name'>,
): NamedVariation[] {
  return tried.map(({ text, value }) => ({ name: `${name} ${text}`, ...variation(value) }))
}

/** @throws UserError unless there is one source of data */
export function recordedData(prometheus: string | undefined, data: string | undefined): RecordedData {
  if (prometheus !== undefined && data !== undefined)
    throw new UserError('expected --prometheus or --data, got both: data comes from one place')
  if (data !== undefined) {
    if (isHttpUrl(data))
      throw new UserError(`--data: expected a file or a folder, got a URL; --prometheus ${redactUrl(data)} reads it`)
    return { kind: 'data', path: data }
  }
  if (prometheus === undefined)
    throw new UserError(
      'backtest: expected where the data is, got neither --prometheus URL nor --data FILE; an example: sla-harness backtest --rules rules.yml --prometheus http://127.0.0.1:9090 --from -28d',
    )
  if (isHttpUrl(prometheus)) return { kind: 'prometheus', url: prometheus }
  throw new UserError(
    `--prometheus: expected the http or https URL of a Prometheus, got ${redactUrl(prometheus)}${prometheus === 'embedded' || prometheus === 'local' ? ', which is for runs; recorded data of a file is --data' : ''}`,
  )
}
