// Data through everything: a file of rows, generator threads, both engines, and what arrives at a service.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { joinVarying } from '../../../core/references/varying-text.ts'
import { LOAD_ENGINES } from '../../../core/scenario/load-engine.ts'
import type { LoadPlan } from '../../../core/scenario/load-plan.ts'
import { readRunFiles } from '../../../harness/setup/read-run-files.ts'
import { runLoad } from '../../../load/run-load.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'
import { plannedData } from '../../support/planned-data.ts'

const HOOKS = { onEpoch: () => {}, beforeMeasured: null, onPhaseStart: () => {}, onProgress: () => {} }
const ref = (source: string, name: string) => ({ source, name })

async function run(change: Partial<LoadPlan>) {
  const server = await new ChaosServer().start()
  try {
    const result = await runLoad(loadPlan(server.url, change), HOOKS).result
    return { result, requests: server.requests }
  } finally {
    await server.kill()
  }
}

const awkward = ['a/b?c=d&e#f', 'line\nbreak\r\n', '"quoted", \\ and ü€😀', '', '..']
const csv = `id,text\n${awkward.map((text, id) => `${id},"${text.replaceAll('"', '""')}"`).join('\n')}\n`

describe.each(LOAD_ENGINES)('%s', (engine) => {
  it('brings every value intact to the service, from memory and from a file, with one generator and with two', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'data-'))
    const file = join(folder, 'rows.csv')
    writeFileSync(file, csv)
    const raw = requestTemplate({
      method: 'POST',
      path: `/ok/\${rows.text}?q=\${rows.text}`,
      body: { kind: 'json', value: { id: `\${rows.id}`, all: `\${rows.text}`, part: `<\${rows.text}>` } },
    })
    const read = (mostHeldBytes: number) =>
      readRunFiles({ requests: [raw], data: [{ name: 'rows', file, order: 'sequence' }] }, folder, mostHeldBytes)
    const requests = [{ ...raw, varies: true as const }]
    const sent = await Promise.all(
      [
        { workers: 1, data: (await read(1e6)).data },
        { workers: 2, data: (await read(1)).data },
      ].map(async (change) => {
        const { requests: arrived, result } = await run({
          engine,
          requests,
          phases: [openPhase({ rate: 40 })],
          ...change,
        })
        expect(result.problems).toEqual([])
        return arrived.map(({ path, body }) => ({ path, body: JSON.parse(body) }))
      }),
    )
    rmSync(folder, { recursive: true })
    for (const arrived of sent) {
      expect(arrived).toHaveLength(20)
      const ids = arrived.map(({ body }) => Number(body.id)).sort()
      expect(ids).toEqual([0, 1, 2, 3, 4].flatMap((id) => [id, id, id, id]))
      for (const { path, body } of arrived) {
        const text = awkward[Number(body.id)]
        expect(body).toEqual({ id: String(body.id), all: text, part: `<${text}>` })
        expect(path.split('?').map((part) => decodeURIComponent(part))).toEqual([`/ok/${text}`, `q=${text}`])
      }
    }
    const inOrder = (arrived: (typeof sent)[number]) => arrived.map((each) => JSON.stringify(each)).sort()
    expect(inOrder(sent[1] as (typeof sent)[number])).toEqual(inOrder(sent[0] as (typeof sent)[number]))
  })

  it('counts a request that cannot be sent with its value, and says which', async () => {
    const { result, requests } = await run({
      engine,
      requests: [requestTemplate({ varies: true, headers: { 'X-Text': joinVarying([ref('rows', 'text')]) } })],
      data: [plannedData({ name: 'rows', text: csv })],
      phases: [openPhase({ rate: 40 })],
    })
    // Two of the five texts hold what no header can.
    expect(requests).toHaveLength(12)
    expect(result.slots.map(({ errorKinds }) => errorKinds.unsendable ?? 0).reduce((a, b) => a + b)).toBe(8)
    expect(result.firstErrors).toMatchObject([
      {
        kind: 'unsendable',
        answer: null,
        reason: `request request, header X-Text, \${rows.text}: expected a value that HTTP can carry: one line, and no characters beyond Latin-1`,
      },
    ])
  })
})

it('ends the traffic where users have no row left, and says how many arrivals had none', async () => {
  const { result, requests } = await run({
    requests: [requestTemplate({ varies: true, path: joinVarying(['/ok/', ref('rows', 'id')]) })],
    data: [
      plannedData({
        name: 'rows',
        text: `id\n${Array.from({ length: 30 }, (_, i) => `${i}\n`).join('')}`,
        order: 'once',
      }),
    ],
    phases: [openPhase({ durationSeconds: 20, traffic: { kind: 'closed', users: 3, thinkSeconds: 0.01 } })],
  })
  const ids = requests.map(({ path }) => Number(path.split('/')[2]))
  expect(new Set(ids).size).toBe(ids.length)
  expect(result.interrupted).toBe(true)
  expect(result.endSeconds).toBeLessThan(15)
  expect(result.problems).toMatchObject([{ kind: 'out-of-rows', dataSet: 'rows', rows: 30 }])
})
