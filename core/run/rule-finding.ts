// What a check of the rules found, with the series of the target at hand.

export interface RuleFinding {
  /** The name of the alert, or of the recorded series. */
  readonly rule: string
  /** The rule file, as messages show it. Absent in reports of 0.1. */
  readonly file?: string
  /** In the rule file, from 1. */
  readonly line: number
  /**
   * `error`: the rule can never work as intended. `warning`: it may do something other than it seems to. `note`: it does
   * what it says, which matters only where its alert fired.
   */
  readonly severity: 'error' | 'warning' | 'note'
  readonly message: string
  /** Whether the value of the rule says nothing about the service: a misused histogram_quantile, or a comparison that always holds. */
  readonly meaningless: boolean
  /** Whether the condition of the alert never holds, whatever the service does. Absent where it may hold. */
  readonly neverFires?: boolean
  /** Whether the rule was not evaluated, so that nothing is known of what it would have done. Absent where it was. */
  readonly notEvaluated?: boolean
  /** The alerts whose condition the rule is, or reads. */
  readonly alerts: readonly string[]
}

/** `latency.rules.yml:5`; the folder stands in report.json. */
export function rulePlace({ file, line }: Pick<Placed, 'file' | 'line'>): string {
  return file === undefined ? `line ${line}` : `${file.slice(file.lastIndexOf('/') + 1)}:${line}`
}

type Placed = Pick<RuleFinding, 'rule' | 'line' | 'severity' | 'message'> & { readonly file?: string }

/** One line for people: `rules.yml:4 Slow: warning: …`. */
export function describeRuleFinding({ file, line, rule, severity, message }: Placed): string {
  return `${file === undefined ? 'line ' : `${file}:`}${line} ${rule}: ${severity}: ${message}`
}

/** The gravest first. */
export const SEVERITIES: readonly RuleFinding['severity'][] = ['error', 'warning', 'note']

/** Errors before warnings before notes; among them those that bear on one of the alerts first. */
export function gravestFirst(findings: readonly RuleFinding[], alerts: readonly string[]): readonly RuleFinding[] {
  const concerns = (finding: RuleFinding) => finding.alerts.some((alert) => alerts.includes(alert))
  const rank = (finding: RuleFinding) => 2 * SEVERITIES.indexOf(finding.severity) + (concerns(finding) ? 0 : 1)
  return [...findings].sort((a, b) => rank(a) - rank(b))
}
