// What to do next after a run, on a terminal: the verdict in a line, then each advice with the figure that says so, grouped
// by how much it matters. Pure; no line is wider than the given width, from 20 columns up.

import type { Advice, AdviceWeight } from '../../core/report/advice.ts'
import { ADVICE_WEIGHTS } from '../../core/report/advice.ts'
import type { Report } from '../../core/report/report.ts'
import { counted } from '../../core/text/plural.ts'
import { withPlainText } from '../figures/plain-text.ts'
import { verdictTitle } from '../figures/verdict-label.ts'
import type { TerminalOptions } from '../terminal/terminal-options.ts'
import { detail, heading, verdictMark } from '../terminal/text/section.ts'
import { type Line, line, paint, type Style, span } from '../terminal/text/styled-text.ts'
import { wrapLine } from '../terminal/text/wrap-line.ts'

export interface AdviceOfRun {
  readonly report: Pick<Report, 'verdict' | 'headline' | 'reasons' | 'scenario' | 'run' | 'simulation'>
  /** What matters most first. */
  readonly advice: readonly Advice[]
}

const WIDEST = 100

const HEADINGS: Readonly<Record<AdviceWeight, string>> = {
  blocks: 'First, so that the run proves something',
  decides: 'What decided the verdict',
  misleads: 'What misleads a dashboard or an alert',
  improves: 'What would still be better',
}

const STYLES: Readonly<Record<AdviceWeight, Style | null>> = {
  blocks: 'inconclusive',
  decides: 'fail',
  misleads: 'inconclusive',
  improves: null,
}

export function renderAdvice(told: AdviceOfRun, options: TerminalOptions): string {
  const { report, advice } = withPlainText(told)
  const width = Math.min(options.width, WIDEST)
  const numbered = advice.map((each, i) => ({ ...each, number: i + 1 }))
  const sections = ADVICE_WEIGHTS.flatMap((weight) => {
    const own = numbered.filter((each) => each.weight === weight)
    return own.length === 0 ? [] : [section(weight, own, width)]
  })
  const lines = [
    ...title(report, width),
    ...(sections.length === 0
      ? [[], ...wrapLine(line(nothingToSay(report)), width)]
      : sections.flatMap((each): Line[] => [[], ...each])),
    [],
    ...heading('Report', line(`${report.run.folder}/report.html`), width),
  ]
  return `${lines.map((spans) => paint(spans, options.color)).join('\n')}\n`
}

/** Only of a run that passed is nothing to be said because all is well. */
function nothingToSay({ verdict, simulation }: AdviceOfRun['report']): string {
  return verdict === 'pass' && simulation === undefined
    ? 'There is nothing to change: everything that was asked is proven.'
    : 'Nothing is known that would decide it otherwise: the report has the reasons.'
}

function title(report: AdviceOfRun['report'], width: number): Line[] {
  const { verdict, scenario, run, headline, reasons } = report
  const started = `${run.startedAt.slice(0, 19).replace('T', ' ')} UTC`
  const name = [verdictMark(verdict), span(` ${verdictTitle(report)} `, verdict), span(scenario.name, 'strong')]
  const said = headline ?? reasons[0] ?? ''
  return [
    ...wrapLine([...name, span(`  ${started}`, 'quiet')], width, { first: 0, rest: 2 }),
    ...(said === '' ? [] : wrapLine(line(said, 'quiet'), width, { first: 2, rest: 2 })),
  ]
}

function section(
  weight: AdviceWeight,
  advice: readonly (Advice & { readonly number: number })[],
  width: number,
): Line[] {
  return [
    ...heading(HEADINGS[weight], line(advice.length > 3 ? counted(advice.length, 'item') : '', 'quiet'), width),
    ...advice.flatMap(({ number, about, action, figure }) => {
      const mark = `${number}. `
      const subject: Line = about === null ? [] : [span(about, STYLES[weight] ?? 'strong'), span(': ')]
      return [
        ...wrapLine([span(mark, 'quiet'), ...subject, span(action, 'strong')], width, {
          first: 1,
          rest: 1 + mark.length,
        }),
        ...detail(line(figure, 'quiet'), width),
      ]
    }),
  ]
}
