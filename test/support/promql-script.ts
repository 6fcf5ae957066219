// Test scripts in the manner of Prometheus' own (promql/promqltest):
//
//   dialect 2.42 2.53            the versions that the evaluations below hold for; `dialect all` for every one
//   load 10s                     series, a value every 10 s from time 0; several loads add up until `clear`
//     metric{le="1"} 0+1x10
//   eval instant at 1m expr      what it returns follows, a sample a line, in any order; a bare number for a scalar
//     {le="1"} 6
//   eval_fail instant at 1m expr
//     expected_fail_message grouping labels must ensure unique matches
//
// A line that starts with # is a comment.

import type { QueryResult } from '../../prometheus/promql/evaluate/evaluate.ts'
import { parsePrometheusDuration } from '../../prometheus/promql/prometheus-duration.ts'
import { parseLabels, parseValue } from './series-notation.ts'

/** The newest versions whose results differ; the first and the last were run against the real ones. */
export const SCRIPT_VERSIONS = ['2.42', '2.53', '3.5'] as const

export interface ScriptLoad {
  readonly intervalMs: number
  readonly series: readonly string[]
}

export interface ScriptCase {
  readonly line: number
  readonly versions: readonly string[]
  readonly loads: readonly ScriptLoad[]
  readonly atMs: number
  readonly expression: string
  readonly expected: QueryResult | { readonly type: 'failure'; readonly message: string }
}

interface Block {
  readonly line: number
  readonly head: string
  readonly body: readonly string[]
}

/** @throws RangeError that names the line that is not understood */
export function parsePromqlScript(text: string): ScriptCase[] {
  const cases: ScriptCase[] = []
  let loads: readonly ScriptLoad[] = []
  let versions: readonly string[] = SCRIPT_VERSIONS
  for (const block of blocksOf(text)) {
    const [command = '', ...words] = block.head.split(/\s+/)
    if (command === 'clear') loads = []
    else if (command === 'dialect') versions = words[0] === 'all' ? SCRIPT_VERSIONS : words
    else if (command === 'load') loads = [...loads, { intervalMs: milliseconds(words[0], block), series: block.body }]
    else cases.push({ line: block.line, versions, loads, ...evaluationOf(block) })
  }
  return cases
}

/** A block is a line that is not indented, with the indented lines below it. */
function blocksOf(text: string): Block[] {
  const blocks: { line: number; head: string; body: string[] }[] = []
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '' || line.trim().startsWith('#')) return
    if (/^\s/.test(line)) blocks.at(-1)?.body.push(line.trim())
    else blocks.push({ line: i + 1, head: line.trim(), body: [] })
  })
  return blocks
}

function evaluationOf(block: Block): Pick<ScriptCase, 'atMs' | 'expression' | 'expected'> {
  const [, fails, at, expression] = /^eval(_fail)? instant at (\S+) (.+)$/.exec(block.head) ?? []
  if (expression === undefined) throw new RangeError(`line ${block.line}: not understood: ${block.head}`)
  return { atMs: milliseconds(at, block), expression, expected: fails ? failureOf(block) : resultOf(block.body) }
}

function failureOf({ body, line }: Block): ScriptCase['expected'] {
  const message = /^expected_fail_message (.+)$/.exec(body[0] ?? '')?.[1]
  if (message === undefined) throw new RangeError(`line ${line}: expected an expected_fail_message below`)
  return { type: 'failure', message }
}

function resultOf(body: readonly string[]): QueryResult {
  const [only] = body
  if (body.length === 1 && only !== undefined && !/\s/.test(only)) return { type: 'scalar', value: parseValue(only) }
  return {
    type: 'vector',
    samples: body.map((line) => {
      const [, series = '', value = ''] = /^(.+?)\s+(\S+)$/.exec(line) ?? []
      return { labels: parseLabels(series), value: parseValue(value) }
    }),
  }
}

function milliseconds(text: string | undefined, { line }: Block): number {
  const value = parsePrometheusDuration(text ?? '')
  if (value === undefined) throw new RangeError(`line ${line}: expected a duration, got ${text}`)
  return value
}
