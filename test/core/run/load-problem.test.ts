import { expect, it } from 'vitest'
import { describeLoadProblem } from '../../../core/run/load-problem.ts'

const url = 'http://127.0.0.1:9000'

it.each([
  {
    what: 'a lost generator worker',
    problem: {
      kind: 'generator-lost',
      generator: 2,
      generators: 3,
      atSeconds: 4.26,
      reason: 'it exited with code 1',
      lost: 1204,
      cutPhases: [0, 1],
    },
    sentence:
      'generator 2 of 3 was lost: it exited with code 1. Its results came up to 4.3 s of the run; of 1,204 requests that it had sent or was to send, nothing came',
  },
  {
    what: 'a lost generator on another machine',
    problem: {
      kind: 'generator-lost',
      generator: 2,
      generators: 2,
      machine: { name: 'load-2', host: 'host-2' },
      atSeconds: 3.6,
      reason: 'it was stopped where it runs',
      lost: 1,
      cutPhases: [1],
    },
    sentence:
      'generator 2 of 2 (load-2 on host-2) was lost: it was stopped where it runs. Its results came up to 3.6 s of the run; of 1 request that it had sent or was to send, nothing came',
  },
  {
    what: 'machines without a way to the service',
    problem: {
      kind: 'machines-cut-off',
      machines: [
        { name: 'load-2', host: 'load-2' },
        { name: 'b', host: 'load-3' },
      ],
      phases: [0],
      requests: 478,
      answeredElsewhere: 607,
    },
    sentence:
      '478 requests got no connection, all of them of load-2 and b on load-3, while the other machines got one for each of theirs (607 answers): whether the service or the way to it is to blame is not known',
  },
  {
    what: 'a connection pool that could not be filled',
    problem: { kind: 'connections-not-opened', url, opened: 3, wanted: 5, reason: 'connection refused' },
    sentence: 'http://127.0.0.1:9000: only 3 of 5 connections could be opened: connection refused',
  },
  {
    what: 'answers to no request',
    problem: { kind: 'unsolicited-answers', connections: 5 },
    sentence: '5 connections were closed because the service sent data that answers no request',
  },
] as const)('describes $what', ({ problem, sentence }) => {
  expect(describeLoadProblem(problem)).toBe(sentence)
})
