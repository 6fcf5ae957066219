// Variables of a Grafana dashboard in a label's value. Elsewhere in an expression they are no PromQL; there they are text,
// which Prometheus looks for as it stands.

import { selectionsOf } from '../../promql/expression/parts.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'

/** The whole value: inside of one, as in `/users/$id`, it may be what a service writes. */
const VARIABLE = /^(?:\$\w+|\$\{\w+(?::\w+)?\}|\[\[\w+\]\])$/

export function dashboardVariable({ expression }: LintedRule): Diagnostic[] {
  return selectionsOf(expression).flatMap(({ selector }) =>
    selector.matchers
      .filter(({ value }) => VARIABLE.test(value))
      .map(({ label, operator, value }) => ({
        severity: 'warning',
        sentence: `${label}${operator}${JSON.stringify(value)} looks for that text: only a Grafana dashboard fills in ${value}; write its value`,
      })),
  )
}
