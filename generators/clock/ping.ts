// One question to another machine for what its clock says.

/** Instants in seconds: of our clock but for `theirsSeconds`, which is what the other clock said in between. */
export interface Ping {
  readonly sentSeconds: number
  readonly theirsSeconds: number
  readonly receivedSeconds: number
}

export function roundTripSeconds({ sentSeconds, receivedSeconds }: Ping): number {
  return receivedSeconds - sentSeconds
}
