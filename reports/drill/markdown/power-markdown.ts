// The power curve of a drill in Markdown: its sentence, the maps as tables, the variants, and the proposal to paste.

import type { AlertPower, PowerCurve, PowerProposal, TrafficTime } from '../../../core/drill/power-curve.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { formatCount } from '../../figures/figures.ts'
import { EXPECTATION_WORDS } from '../../figures/rules/expectation-words.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { VERDICT_MARKS } from '../../figures/verdict-label.ts'
import { markdownCode, markdownCodeBlock, markdownTable, markdownText } from '../../markdown/markdown-text.ts'
import {
  askedSentence,
  askedWords,
  comparisonSentence,
  isAsked,
  leftOutSentences,
  percentFigure,
  probabilityFigure,
  shortestFigure,
  slowdownFigure,
  strongestKinds,
} from '../figures/power-figures.ts'
import { falsePagesFigure } from '../figures/quiet-figures.ts'

const right = 'right' as const

/** @param given the proposal with the lines of its code */
export function powerParts(power: PowerCurve | null, given: PowerProposal | null): string[] {
  if (power === null) return []
  const [first] = power.curves
  return [
    '### How small an incident is still found',
    first === undefined ? 'Of no alert can it be told.' : markdownText(first.sentence),
    ...(power.interrupted ? ['**Stopped before all was tried.**'] : []),
    ...power.curves.slice(1).map(({ sentence }) => `- ${markdownText(sentence)}`),
    ...leftOutSentences(power).map((sentence) => `- ${markdownText(sentence)}`),
    ...failedWords(power).map((sentence) => `- ${markdownText(sentence)}`),
    ...(first === undefined ? [] : maps(first, power)),
    ...comparison(power),
    ...asked(power),
    ...proposed(given),
    ...(power.withoutProposal === null ? [] : [markdownText(power.withoutProposal)]),
    ...power.notes.map(markdownText),
  ]
}

function failedWords({ curves, comparison }: PowerCurve): string[] {
  const failures = [
    ...curves.flatMap((curve) => curve.failures),
    ...comparison.flatMap(({ name, failures: own }) => own.map((failure) => `${name}: ${failure}`)),
  ]
  return [...new Set(failures)].map((failure) => `Evaluations failed, as they would in Prometheus: ${failure}.`)
}

function maps({ points }: AlertPower, power: PowerCurve): string[] {
  if (power.axes.durationsSeconds.length === 0) return []
  const { dayRatePerSecond, nightRatePerSecond } = power.traffic
  const rates: readonly (readonly [TrafficTime, number])[] =
    nightRatePerSecond === null
      ? [['day', dayRatePerSecond]]
      : [
          ['day', dayRatePerSecond],
          ['night', nightRatePerSecond],
        ]
  return rates.flatMap(([traffic, rate]) => [
    `<details><summary>How probable a page is by ${traffic}, at ${formatRate(rate)}</summary>`,
    map(points, traffic, power),
    `**Bold**: found, with ${percentFigure(power.requiredProbability)} or more. ?: too few trials to tell. ·: not tried.${power.asked === null ? '' : ' →: what was asked.'}`,
    '</details>',
  ])
}

function map(points: AlertPower['points'], traffic: TrafficTime, { axes, asked: question }: PowerCurve): string {
  const { shares, slowdowns, durationsSeconds } = axes
  const cell = (share: number, slowdown: number | null, durationSeconds: number) => {
    const place = { share, slowdown, durationSeconds, traffic }
    const arrow = isAsked(question, place) ? '→ ' : ''
    const point = points.find(
      (each) =>
        each.share === share &&
        each.slowdown === slowdown &&
        each.durationSeconds === durationSeconds &&
        each.traffic === traffic,
    )
    if (point === undefined) return `${arrow}·`
    const percent = percentFigure(point.probability.estimate).replace('<', '&lt;')
    const marked = { found: `**${percent}**`, missed: percent, undecided: `${percent}?` }[point.finding]
    return `${arrow}${marked}`
  }
  return markdownTable(
    [{ header: 'Requests' }, ...durationsSeconds.map((seconds) => ({ header: spanFigure(seconds), align: right }))],
    slowdowns.flatMap((slowdown) =>
      shares.map((share) => [
        `${formatShare(share)} ${slowdownFigure(slowdown)}`,
        ...durationsSeconds.map((seconds) => cell(share, slowdown, seconds)),
      ]),
    ),
  )
}

function comparison(power: PowerCurve): string[] {
  if (power.comparison.length === 0) return []
  const kinds = strongestKinds(power)
  return [
    comparisonSentence(power),
    markdownTable(
      [
        { header: 'Variant' },
        ...kinds.map(({ slowdown }) => ({ header: `All ${slowdownFigure(slowdown)}`, align: right })),
        { header: 'Median delay', align: right },
        { header: 'Pages for nothing', align: right },
        { header: 'Series', align: right },
      ],
      power.comparison.map((map) => [
        markdownText(map.name),
        ...kinds.map((kind) => shortestFigure(map, kind)),
        map.medianDelaySeconds === null ? '–' : spanFigure(map.medianDelaySeconds),
        falsePagesFigure(map.falsePages),
        formatCount(map.series),
      ]),
    ),
  ]
}

function asked({ asked: question, variants, proposal }: PowerCurve): string[] {
  if (question === null) return []
  const { finding } = question
  const table = markdownTable(
    [
      { header: 'Variant' },
      { header: '' },
      { header: 'By day', align: right },
      { header: 'By night', align: right },
      { header: 'Pages for nothing', align: right },
      { header: 'Series', align: right },
    ],
    variants.map((variant) => {
      const found = (traffic: TrafficTime) => {
        const each = variant.detection.find((side) => side.traffic === traffic)
        return each === undefined ? '' : probabilityFigure(each.probability).replaceAll('<', '&lt;')
      }
      return [
        `${markdownText(variant.name)}${variant.name === proposal?.variant ? ' **(proposed)**' : ''}`,
        `${VERDICT_MARKS[variant.finding]} ${EXPECTATION_WORDS[variant.finding]}`,
        found('day'),
        found('night'),
        falsePagesFigure(variant.falsePages),
        formatCount(variant.series),
      ]
    }),
  )
  return [
    `${VERDICT_MARKS[finding]} Asked: ${markdownCode(askedWords(question))}. ${markdownText(askedSentence(question))}`,
    ...(variants.length < 2 ? [] : [table]),
  ]
}

function proposed(proposal: PowerProposal | null): string[] {
  if (proposal === null) return []
  return [
    `**Proposed: ${markdownText(proposal.variant)}.** ${markdownText(proposal.reason)}`,
    markdownCodeBlock(proposal.rules.trimEnd(), 'yaml'),
    ...(proposal.layout === null ? [] : [markdownCodeBlock(proposal.layout.trimEnd(), '')]),
  ]
}
