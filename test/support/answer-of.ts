import type { Answer } from '../../load/connections/connection.ts'

/** An answer that was read whole a tenth of a second after second 10. */
export function answerOf(answer: Partial<Omit<Answer, 'body'>> & { readonly body?: string | Buffer | null }): Answer {
  const { body = '' } = answer
  return {
    status: 200,
    headers: [],
    firstByteSeconds: 10.05,
    endedSeconds: 10.1,
    ...answer,
    body: typeof body === 'string' ? Buffer.from(body) : body,
  }
}
