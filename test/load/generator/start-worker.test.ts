import { describe, expect, it } from 'vitest'
import { SpareWorkers, type WorkerLinkListener } from '../../../load/generator/start-worker.ts'

const ended = (take: (listener: WorkerLinkListener) => unknown) =>
  new Promise<string>((onExit) => take({ onMessage: () => {}, onExit }))

describe('SpareWorkers', () => {
  it('says that a spare thread ended before it was taken', async () => {
    const spare = new SpareWorkers(1)
    await spare.terminate()
    expect(await ended(spare.start)).toMatch(/^it exited with code [01]$/)
  })

  it('says of a thread that was taken how it ends, and starts another where no spare one is left', async () => {
    const spare = new SpareWorkers(1)
    const first = ended(spare.start)
    const second = ended((listener) => void spare.start(listener).terminate())
    expect(await second).toMatch(/^it exited with code [01]$/)
    await spare.terminate()
    expect(await first).toMatch(/^it exited with code [01]$/)
  })
})
