// What the check of the rules found, as what to do: rules that cannot work before those that may do something else.

import type { Advice } from '../../core/report/advice.ts'
import type { Report } from '../../core/report/report.ts'
import { gravestFirst, rulePlace } from '../../core/run/rule-finding.ts'

export function adviseRules({ rules = [], alerts, simulation }: Report): Advice[] {
  const expected = alerts.flatMap(({ name, expected }) => (expected === null ? [] : [name]))
  return gravestFirst(rules, expected).flatMap((finding): Advice[] => {
    const { severity, meaningless, neverFires = false, notEvaluated = false, message, rule } = finding
    const isAsked = finding.alerts.some((alert) => expected.includes(alert))
    const proves = meaningless || neverFires || notEvaluated
    if (severity === 'note' && !proves) return []
    const what = notEvaluated
      ? `Have this rule evaluated ${simulation === undefined ? 'by a real Prometheus (--prometheus local)' : 'in a run'}: nothing is known of it here`
      : neverFires
        ? 'Mend this rule: its alert can never fire'
        : meaningless
          ? 'Mend this rule: its value says nothing about the service'
          : 'Look at this rule: it may do something else than it seems to'
    return [
      {
        kind: 'rule',
        weight: proves && isAsked ? 'blocks' : 'misleads',
        about: rule,
        action: `${what} (${rulePlace(finding)}).`,
        figure: `${message}.`,
      },
    ]
  })
}
