/**
 * An error that the user can correct: bad usage, a bad scenario or rule file, an unreachable target, a taken port, a missing
 * program. The command line prints the message alone, without a stack, and exits with code 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
}
