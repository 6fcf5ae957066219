/** The server process ended, or stopped replying, while the harness still needed it. */
export class ServerExitedError extends Error {
  override readonly name = 'ServerExitedError'
}
