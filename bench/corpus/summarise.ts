import type { FoundRule } from './rules-in.ts'
import type { RuleOutcome } from './try-rule.ts'

export interface TriedRule {
  readonly file: string
  readonly rule: FoundRule
  readonly outcome: RuleOutcome
}

/** The figures, then a line for each rule that was not evaluated: `file:line alert Name: what, and where`. */
export function summarise(files: number, tried: readonly TriedRule[]): string {
  const outcomes = tried.map(({ outcome }) => outcome)
  const count = (holds: (outcome: RuleOutcome) => boolean) => outcomes.filter(holds).length
  const parsed = count(({ kind }) => kind !== 'refused')
  const evaluated = count(({ kind }) => kind === 'evaluated')
  const rows = [
    ['files with rules', files],
    ['rules', tried.length],
    ['different expressions', new Set(tried.map(({ rule }) => rule.expression)).size],
    ['parsed', parsed, share(parsed, tried.length)],
    ['evaluated', evaluated, share(evaluated, tried.length)],
    ['of these, return something on made series', count((outcome) => outcome.kind === 'evaluated' && outcome.returns)],
    ['fail on made series, as in Prometheus', count(({ kind }) => kind === 'failed')],
    ['refused: not evaluated here', count((outcome) => outcome.kind === 'refused' && outcome.unsupported)],
    ['refused: not PromQL', count((outcome) => outcome.kind === 'refused' && !outcome.unsupported)],
    ['broke the program', count(({ kind }) => kind === 'crashed')],
  ]
  const listed = tried.flatMap((one) => (one.outcome.kind === 'evaluated' ? [] : [lineOf(one, one.outcome)]))
  return `${[...rows.map((row) => row.join('\t')), '', ...listed].join('\n')}\n`
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)}%`
}

function lineOf({ file, rule }: TriedRule, outcome: Exclude<RuleOutcome, { kind: 'evaluated' }>): string {
  const line = outcome.kind === 'refused' ? rule.line + outcome.line - 1 : rule.line
  return `${file}:${line} ${rule.kind} ${rule.name}: ${outcome.kind}: ${outcome.message.replace(/\s+/g, ' ')}`
}
