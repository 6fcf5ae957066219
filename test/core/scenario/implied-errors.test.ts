import { describe, expect, it } from 'vitest'
import { impliedErrors } from '../../../core/scenario/implied-errors.ts'
import type { Objective } from '../../../core/scenario/objective.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'

const PHASES = [
  { name: 'warm-up', measured: false },
  { name: 'calm', measured: true },
  { name: 'spike', measured: true },
]

function objectives(lines: readonly (readonly [text: string, during: string | null])[]) {
  return lines.map(([text, during]) => ({ text, objective: parseObjective(text) as Objective, during }))
}

describe('impliedErrors', () => {
  it.each<{ what: string; sla: [string, string | null][]; except: string[] | null }>([
    { what: 'applies without objectives', sla: [], except: [] },
    {
      what: 'applies beside others',
      sla: [
        ['p95 < 1s', null],
        ['achieved > 90%', null],
      ],
      except: [],
    },
    { what: 'is replaced by any limit', sla: [['errors < 50%', null]], except: null },
    { what: 'is replaced in one phase only', sla: [['errors < 50%', 'spike']], except: ['spike'] },
    {
      what: 'is replaced where every measured phase has its own',
      sla: [
        ['errors < 5%', 'calm'],
        ['errors < 50%', 'spike'],
      ],
      except: null,
    },
    { what: 'is not replaced by one of the warm-up', sla: [['errors < 5%', 'warm-up']], except: [] },
  ])('$what', ({ sla, except }) => {
    const implied = impliedErrors(objectives(sla), PHASES)
    if (except === null) expect(implied).toBeNull()
    else
      expect(implied).toEqual({
        text: 'errors < 1%',
        objective: { kind: 'errors', limitShare: 0.01 },
        during: null,
        implied: { except },
      })
  })
})
