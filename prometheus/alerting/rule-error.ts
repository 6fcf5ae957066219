/** A rule that cannot be evaluated at an instant, for a reason that Prometheus would give too. */
export class RuleError extends Error {
  override readonly name = 'RuleError'
}
