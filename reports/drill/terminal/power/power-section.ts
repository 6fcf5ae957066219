// What alerts find and what they miss, on a terminal: the sentence of each, the map, what was asked, the variants side by side,
// and the proposal.

import { spanWords } from '../../../../core/backtest/span-words.ts'
import type { PowerCurve, PowerProposal, PowerVariant, TrafficTime } from '../../../../core/drill/power-curve.ts'
import { formatShare } from '../../../../core/text/figures/share.ts'
import { plainText } from '../../../figures/plain-text.ts'
import { displayWidth } from '../../../terminal/text/display-width.ts'
import { bodyTable, detail, heading, statement, verdictMark } from '../../../terminal/text/section.ts'
import { type Line, line, span } from '../../../terminal/text/styled-text.ts'
import { wrapLine } from '../../../terminal/text/wrap-line.ts'
import {
  askedSentence,
  askedWords,
  comparisonSentence,
  leftOutSentences,
  shortestFigure,
  slowdownFigure,
  strongestKinds,
} from '../../figures/power-figures.ts'
import { heatMaps } from './heat-map.ts'

export interface ShownProposal {
  /** With the lines of its code, which plain text has not. */
  readonly proposal: PowerProposal | null
  /** Where it was written; null for nowhere. */
  readonly file: string | null
}

/** @param curve with its texts as plain text already */
export function powerSection(curve: PowerCurve | null, shown: ShownProposal, width: number): Line[] {
  if (curve === null) return []
  return [
    ...heading('What the alerts find', line(remark(curve), 'quiet'), width),
    ...curve.curves.flatMap(({ sentence, failures }) => [
      ...statement(line(sentence), width),
      ...failures.flatMap((failure) => detail(line(`Evaluations failed: ${failure}`, 'inconclusive'), width)),
    ]),
    ...leftOutSentences(curve).flatMap((sentence) => statement([span('? ', 'inconclusive'), span(sentence)], width)),
    ...mapSection(curve, width),
    ...comparisonSection(curve, width),
    ...askedSection(curve, width),
    ...variantSection(curve, width),
    ...proposalSection(curve, shown, width),
    [],
    ...curve.notes.flatMap((note) => statement(line(note, 'quiet'), width)),
  ]
}

function remark({ interrupted, mostTrials }: PowerCurve): string {
  return interrupted ? 'stopped before all was tried' : `up to ${mostTrials} trials of each incident`
}

function mapSection(curve: PowerCurve, width: number): Line[] {
  const [first] = curve.curves
  if (first === undefined || first.points.length === 0) return []
  const required = Number((curve.requiredProbability * 100).toPrecision(6))
  const marks = [
    `From ${required} on an incident counts as found`,
    '? is behind what trials do not tell',
    ...(curve.asked === null ? [] : ['> before what was asked']),
  ]
  const whose = first.alert ?? 'any of the alerts'
  return [
    [],
    ...statement(line(`A page of ${whose} in so many of 100 incidents, by share of requests and length.`), width),
    ...statement(line(`${marks.join('; ')}.`, 'quiet'), width),
    ...heatMaps({ curve, points: first.points, width }),
  ]
}

function comparisonSection(curve: PowerCurve, width: number): Line[] {
  const { comparison } = curve
  if (comparison.length === 0) return []
  const kinds = strongestKinds(curve)
  const columns = [
    { header: 'variant', align: 'left', drop: 'keep' },
    ...kinds.map(({ slowdown }) => ({ header: slowdownFigure(slowdown), align: 'right', drop: 'keep' }) as const),
    { header: 'delay', align: 'right', drop: 2 },
    { header: 'false pages', align: 'right', drop: 1 },
    { header: 'series', align: 'right', drop: 3 },
  ] as const
  const figures = comparison.map((map) => ({
    map,
    found: kinds.map((kind) => shortestFigure(map, kind)),
    delay: map.medianDelaySeconds === null ? '–' : spanWords(map.medianDelaySeconds * 1e3),
  }))
  const table = bodyTable(
    columns,
    figures.map(({ map, found, delay }) => [
      line(map.name, 'strong'),
      ...found.map((figure) => line(figure)),
      line(delay),
      line(falsePages(map)),
      line(String(map.series)),
    ]),
    width,
  )
  const failed = comparison.flatMap(({ name, failures }) => failures.map((failure) => `${name}: ${failure}`))
  return [
    [],
    ...statement(line(comparisonSentence(curve)), width),
    ...(table ??
      figures.flatMap(({ map, found, delay }) => [
        ...statement(line(map.name, 'strong'), width),
        ...detail(
          line(
            [
              ...found.map((figure, i) => `${slowdownFigure(kinds[i]?.slowdown ?? null)} ${figure}`),
              `delay ${delay}`,
              `false pages ${falsePages(map)}`,
              `${map.series} series`,
            ].join(', '),
            'quiet',
          ),
          width,
        ),
      ])),
    ...failed.flatMap((failure) => detail(line(`Evaluations failed: ${failure}`, 'inconclusive'), width)),
    ...(curve.variants.length === 0 ? unchangedLines(comparison, width) : []),
  ]
}

function unchangedLines(variants: readonly Pick<PowerVariant, 'name' | 'unchanged'>[], width: number): Line[] {
  return variants.flatMap(({ name, unchanged }) =>
    unchanged.flatMap(({ alert, reason }) =>
      statement(line(`${name}: ${alert} stays as it is written, for ${reason}`, 'quiet'), width),
    ),
  )
}

function askedSection({ asked }: PowerCurve, width: number): Line[] {
  if (asked === null) return []
  return [
    [],
    ...statement([verdictMark(asked.finding), span(` ${askedWords(asked)}`, 'strong')], width),
    ...detail(line(askedSentence(asked)), width),
  ]
}

const COLUMNS = [
  { header: '', align: 'left', drop: 'keep' },
  { header: 'variant', align: 'left', drop: 'keep' },
  { header: 'day', align: 'right', drop: 1 },
  { header: 'night', align: 'right', drop: 'keep' },
  { header: 'delay', align: 'right', drop: 3 },
  { header: 'false pages', align: 'right', drop: 2 },
  { header: 'series', align: 'right', drop: 4 },
] as const

function variantSection({ variants }: PowerCurve, width: number): Line[] {
  if (variants.length < 2) return []
  const rows = variants.map((variant) => [
    [verdictMark(variant.finding)],
    line(variant.name, 'strong'),
    line(found(variant, 'day')),
    line(found(variant, 'night')),
    line(delay(variant)),
    line(falsePages(variant)),
    line(String(variant.series)),
  ])
  const table = bodyTable(COLUMNS, rows, width)
  return [
    [],
    ...(table ??
      variants.flatMap((variant) => [
        ...statement([verdictMark(variant.finding), span(` ${variant.name}`, 'strong')], width),
        ...detail(line(inBrief(variant), 'quiet'), width),
      ])),
    ...unchangedLines(variants, width),
  ]
}

/** Where there is no room for a table. */
function inBrief(variant: PowerVariant): string {
  const times = variant.detection.map(({ traffic }) => `${found(variant, traffic)} by ${traffic}`)
  return [...times, `false pages ${falsePages(variant)}`, `${variant.series} series`].join(', ')
}

function found({ detection }: PowerVariant, time: TrafficTime): string {
  const at = detection.find(({ traffic }) => traffic === time)
  if (at === undefined) return ''
  return `${formatShare(Number(at.probability.estimate.toFixed(2)))}${at.finding === 'undecided' ? '?' : ''}`
}

/** The longer one of day and night. */
function delay({ detection }: PowerVariant): string {
  const medians = detection.map(({ medianDelaySeconds }) => medianDelaySeconds)
  if (medians.length === 0 || medians.includes(null)) return '–'
  return spanWords(Math.max(...medians.map((seconds) => seconds ?? 0)) * 1e3)
}

function falsePages({ falsePages: counted }: Pick<PowerVariant, 'falsePages'>): string {
  if (counted === null) return '–'
  const { pages, days, perDay } = counted
  return pages === 0
    ? `0 in ${spanWords(days * 86_400e3)}`
    : `1 in ${spanWords(86_400e3 / perDay.estimate).split(' ')[0]}`
}

function proposalSection({ proposal, withoutProposal }: PowerCurve, shown: ShownProposal, width: number): Line[] {
  if (withoutProposal !== null) return [[], ...statement(line(withoutProposal, 'inconclusive'), width)]
  if (proposal === null) return []
  const { file } = shown
  const rows = linesOf(shown.proposal?.rules ?? '')
  const bounds = linesOf(shown.proposal?.layout ?? '')
  return [
    [],
    ...statement([span('Proposed: ', 'strong'), span(proposal.variant)], width),
    ...detail(line(`The cheapest that does what is asked: ${proposal.reason}.`), width),
    ...(bounds.length === 0 ? [] : [[], ...bounds.flatMap((row) => detail(line(row), width))]),
    ...(file === null ? [] : detail(line(`As a file: ${file}`, 'quiet'), width)),
    // Cut in the middle of a word, nobody could paste it.
    ...(rows.every((row) => fitsPasted(row, width)) ? [[], ...rows.flatMap((row) => pastedRow(row, width))] : []),
  ]
}

function linesOf(code: string): readonly string[] {
  return code.trim() === '' ? [] : code.trimEnd().split('\n').map(plainIndented)
}

/** Blanks at its beginning stay: they are what YAML goes by. */
function plainIndented(row: string): string {
  const [indent = ''] = /^ */.exec(row) ?? []
  return `${indent}${plainText(row.slice(indent.length))}`
}

const PASTED_INDENT = 3
/** A text that goes on in the next line stands deeper than its key. */
const CONTINUED_INDENT = 4

function fitsPasted(row: string, width: number): boolean {
  const { rest } = indentOf(row)
  return Math.max(...row.trim().split(' ').map(displayWidth)) + rest <= width
}

/** Its lines and its indents stay, so that it can be pasted. */
function pastedRow(row: string, width: number): Line[] {
  return row.trim() === '' ? [[]] : wrapLine(line(row.trim()), width, indentOf(row))
}

function indentOf(row: string): { readonly first: number; readonly rest: number } {
  const first = PASTED_INDENT + (/^ */.exec(row)?.[0].length ?? 0)
  return { first, rest: first + CONTINUED_INDENT }
}
