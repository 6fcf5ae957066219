// Imported before the program (NODE_OPTIONS): after a while the wall clock of the process is days ahead or behind, as when
// it was corrected, or the machine was suspended. The monotonic clock goes on.

const JUMPS_AFTER_MS = 2500
const jumpMs = Number(process.env.JUMP_DAYS) * 86_400_000

const RealDate = Date
const startedAtMs = performance.now()

function nowMs() {
  return RealDate.now() + (performance.now() - startedAtMs > JUMPS_AFTER_MS ? jumpMs : 0)
}

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(nowMs())
    else super(...given)
  }

  static now() {
    return nowMs()
  }
}
