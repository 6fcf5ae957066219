import { describe, expect, it } from 'vitest'
import type { TimeSpan } from '../../../../core/backtest/backtest.ts'
import { QueryApiError } from '../../../../prometheus/api/query-api-error.ts'
import { type FetchedPiece, fetchRange } from '../../../../prometheus/backtest/read/fetch-range.ts'
import { Patience } from '../../../../prometheus/backtest/read/patience.ts'
import { NO_MATRIX } from '../../../../prometheus/backtest/read/scan-matrix.ts'

const HOUR_MS = 3_600_000
const DAY: TimeSpan = { fromMs: 0, toMs: 24 * HOUR_MS - 1 }

/** @param failureOf undefined: an answer */
async function fetched(
  failureOf: (span: TimeSpan, asked: number) => QueryApiError | undefined,
  patience = new Patience(),
) {
  const retries: string[] = []
  let asked = 0
  const pieces = await fetchRange(
    DAY,
    async (span) => {
      const failure = failureOf(span, asked++)
      if (failure) throw failure
      return NO_MATRIX
    },
    { signal: undefined, onRetry: (reason) => retries.push(reason), backoffMs: [0, 0, 0], patience, about: 'x' },
  )
  // Without holes between them.
  expect([pieces[0]?.fromMs, pieces.at(-1)?.toMs]).toEqual([DAY.fromMs, DAY.toMs])
  for (const [i, { fromMs }] of pieces.entries()) if (i > 0) expect(fromMs).toBe((pieces[i - 1]?.toMs ?? 0) + 1)
  const gapMs = pieces.reduce((sum, { kind, fromMs, toMs }) => sum + (kind === 'gap' ? toMs - fromMs + 1 : 0), 0)
  return { asked, retries, gapHours: gapMs / HOUR_MS, pieces }
}

const late = () => new QueryApiError('timeout', 'gave no answer within 30s')
const partial = () => new QueryApiError('incomplete', 'expected a whole answer, got one in part')

describe('asking about a span of time', () => {
  it('halves what is too slow', async () => {
    const { asked, gapHours, pieces } = await fetched(({ fromMs, toMs }) =>
      toMs - fromMs >= 6 * HOUR_MS ? late() : undefined,
    )
    // The whole is asked about twice, for its first failure may be chance.
    expect({ asked, gapHours, pieces: pieces.length }).toEqual({ asked: 8, gapHours: 0, pieces: 4 })
  })

  it('halves nothing for a question now and then that is not answered in time', async () => {
    const patience = new Patience()
    for (let i = 0; i < 100; i++) {
      const { asked, pieces, gapHours } = await fetched((_, times) => (times === 0 ? late() : undefined), patience)
      expect({ asked, pieces: pieces.length, gapHours }).toEqual({ asked: 2, pieces: 1, gapHours: 0 })
    }
  })

  it('asks about no less than a minute where it is too slow, by the deadline here or that of the server', async () => {
    const refused = () => new QueryApiError('refused', 'timeout: query timed out in expression evaluation')
    for (const failure of [late, refused]) {
      let [shortestMs, asked] = [Number.POSITIVE_INFINITY, 0]
      const { gapHours } = await fetched(({ fromMs, toMs }) => {
        shortestMs = Math.min(shortestMs, toMs - fromMs + 1)
        // Every fourth question is answered, so that it never hangs for good.
        return fromMs < HOUR_MS && ++asked % 4 !== 0 ? failure() : undefined
      })
      expect(shortestMs).toBeGreaterThanOrEqual(60_000)
      expect(gapHours).toBeLessThanOrEqual(3)
    }
  })

  it('gives up what most questions are asked in vain about, keeps what was answered, and asks about others', async () => {
    const patience = new Patience()
    let [asked, answered] = [0, 0]
    const ask = async () => {
      if (++asked % 4 !== 0) throw late()
      answered++
      return NO_MATRIX
    }
    const options = { signal: undefined, onRetry: () => {}, backoffMs: [0, 0, 0], patience }
    const pieces: FetchedPiece[] = []
    for (let day = 0; day < 100; day++) pieces.push(...(await fetchRange(DAY, ask, { ...options, about: 'x' })))
    expect(asked).toBeLessThanOrEqual(64)
    expect(pieces.filter(({ kind }) => kind === 'answer')).toHaveLength(answered)
    expect(answered).toBeGreaterThan(10)
    const after = asked
    expect(await fetchRange(DAY, ask, { ...options, about: 'x' })).toMatchObject([
      {
        ...DAY,
        kind: 'gap',
        reason: expect.stringContaining('most of what was asked about it, and was not asked again'),
      },
    ])
    expect(asked).toBe(after)
    expect(await fetchRange(DAY, async () => NO_MATRIX, { ...options, about: 'y' })).toMatchObject([{ kind: 'answer' }])
  })

  it('gives up on a server that hangs after four questions, and says why it waits', async () => {
    const { asked, gapHours, retries } = await fetched(late)
    expect({ asked, gapHours }).toEqual({ asked: 4, gapHours: 24 })
    expect(retries).toEqual(Array.from({ length: 3 }, () => 'gave no answer within 30s'))
  })

  it('asks a server that hung once for each piece after that', async () => {
    const patience = new Patience()
    await fetched(late, patience)
    expect((await fetched(late, patience)).asked).toBe(1)
    expect((await fetched(() => undefined, patience)).gapHours).toBe(0)
    expect((await fetched(late, patience)).asked).toBe(4)
  })

  it('keeps what was answered before a server hung', async () => {
    const { gapHours } = await fetched(({ fromMs, toMs }) =>
      fromMs >= 12 * HOUR_MS || toMs - fromMs >= 12 * HOUR_MS ? late() : undefined,
    )
    expect(gapHours).toBe(12)
  })

  it('asks again after an answer in part', async () => {
    const { asked, gapHours, retries } = await fetched((_, times) => (times < 2 ? partial() : undefined))
    expect({ asked, gapHours, retries: retries.length }).toEqual({ asked: 3, gapHours: 0, retries: 2 })
  })

  it('takes what is only ever answered in part for a gap, and nothing around it', async () => {
    const { gapHours, pieces } = await fetched(({ fromMs, toMs }) =>
      fromMs < 5.5 * HOUR_MS && toMs >= 5 * HOUR_MS ? partial() : undefined,
    )
    expect(gapHours).toBeLessThanOrEqual(1)
    expect(pieces.find(({ kind }) => kind === 'gap')).toMatchObject({ reason: expect.stringContaining('in part') })
  })
})
