// The power curve on a terminal: what was asked and whether it is done, what is missed, and what to paste in its place.

import type { PowerCurve } from '../../../core/drill/power-curve.ts'
import { detail, heading, statement, verdictMark } from '../../terminal/text/section.ts'
import { type Line, line, span } from '../../terminal/text/styled-text.ts'

export function powerLines(curve: PowerCurve | null, width: number): Line[] {
  if (curve === null) return []
  const { asked, curves, proposal, withoutProposal, notes } = curve
  return [
    ...heading(
      'The smallest incident',
      line(`found with a probability of ${curve.requiredProbability * 100}% or more`, 'quiet'),
      width,
    ),
    ...(asked === null
      ? []
      : [
          ...statement([verdictMark(asked.finding), span(` ${asked.detect}`)], width),
          ...detail(line(asked.reason), width),
        ]),
    ...curves.flatMap(({ alert, sentence }) =>
      statement([span(`${alert ?? 'any alert'}  `, 'strong'), span(sentence)], width),
    ),
    ...(proposal === null
      ? withoutProposal === null
        ? []
        : statement(line(withoutProposal, 'inconclusive'), width)
      : statement([span(`${proposal.variant}  `, 'strong'), span(proposal.reason)], width)),
    ...notes.flatMap((note) => statement([span('· ', 'quiet'), span(note, 'quiet')], width)),
  ]
}
