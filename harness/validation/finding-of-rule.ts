import type { LintFinding } from '../../prometheus/alerting/lint/lint-rules.ts'
import type { ExaminedFinding } from './examined.ts'

export function findingOfRule({ rule, ...finding }: LintFinding): ExaminedFinding {
  return { ...finding, subject: rule }
}
