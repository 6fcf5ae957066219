import { describe, expect, it } from 'vitest'
import { impliedErrors } from '../../../core/scenario/implied-errors.ts'
import type { Objective } from '../../../core/scenario/objective.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'

const PHASES = [
  { name: 'warm-up', measured: false },
  { name: 'calm', measured: true },
  { name: 'spike', measured: true },
]

const REQUESTS = ['login', 'checkout']

type Line = readonly [text: string, during: string | null, request?: string]

function objectives(lines: readonly Line[]) {
  return lines.map(([text, during, request]) => ({
    text,
    objective: parseObjective(text) as Objective,
    during,
    ...(request !== undefined && { request }),
  }))
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
    const implied = impliedErrors(objectives(sla), PHASES, REQUESTS)
    if (except === null) expect(implied).toBeNull()
    else
      expect(implied).toEqual({
        text: 'errors < 1%',
        objective: { kind: 'errors', limitShare: 0.01 },
        during: null,
        implied: { except },
      })
  })

  it.each<{
    what: string
    sla: Line[]
    except: string[]
    exceptFor: { request: string; during: string | null }[] | null
  }>([
    {
      what: 'leaves out a request with one of its own',
      sla: [['errors < 50%', null, 'login']],
      except: [],
      exceptFor: [{ request: 'login', during: null }],
    },
    {
      what: 'leaves it out in one phase only',
      sla: [
        ['errors < 50%', 'spike', 'login'],
        ['p95 < 1s', null, 'checkout'],
      ],
      except: [],
      exceptFor: [{ request: 'login', during: 'spike' }],
    },
    {
      what: 'leaves out a phase and a request',
      sla: [
        ['errors < 50%', 'spike'],
        ['errors < 50%', 'calm', 'login'],
      ],
      except: ['spike'],
      exceptFor: [{ request: 'login', during: 'calm' }],
    },
    {
      what: 'is replaced where every request has its own',
      sla: [
        ['errors < 5%', null, 'login'],
        ['errors < 5%', null, 'checkout'],
      ],
      except: [],
      exceptFor: null,
    },
    {
      what: 'is replaced where each request has its own wherever its phase has none',
      sla: [
        ['errors < 5%', 'spike'],
        ['errors < 5%', 'calm', 'login'],
        ['errors < 5%', 'calm', 'checkout'],
      ],
      except: [],
      exceptFor: null,
    },
  ])('$what', ({ sla, except, exceptFor }) => {
    const implied = impliedErrors(objectives(sla), PHASES, REQUESTS)
    if (exceptFor === null) expect(implied).toBeNull()
    else expect(implied?.implied).toEqual({ except, exceptFor })
  })
})
