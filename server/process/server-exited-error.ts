/** The server process ended, or stopped answering, while the harness still needed it. */
export class ServerGoneError extends Error {
  override readonly name = 'ServerGoneError'
}
