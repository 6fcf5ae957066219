import { describe, expect, it } from 'vitest'
import { overrideScenario } from '../../scenario-file/override-scenario.ts'
import { scenarioNotes } from '../../scenario-file/scenario-notes.ts'
import { parsed, TWO_PHASES } from './scenario-text.ts'

describe('scenarioNotes', () => {
  it('has nothing to say of a usual scenario', () => {
    expect(scenarioNotes(parsed(TWO_PHASES))).toEqual([])
  })

  it('says of a rate what one machine can send', () => {
    expect(scenarioNotes(parsed(TWO_PHASES.replace('rate: 80', 'rate: { from: 1, to: 100000 }')))).toEqual([
      'phase spike: 100,000 requests per second are more than one machine usually sends (about 5,000 on two cores); a generator that falls behind makes the run inconclusive',
    ])
  })

  it('says of bounds in milliseconds that they are read as seconds', () => {
    const note =
      'layout: bounds without a unit are seconds, so the first bucket ends at 100s; milliseconds are written 100ms'
    expect(scenarioNotes(parsed(`${TWO_PHASES}server: { layout: [100, 200, 300] }\n`))).toEqual([note])
    expect(scenarioNotes(overrideScenario(parsed(TWO_PHASES), { layout: '100,200,300' }))).toEqual([note])
    expect(scenarioNotes(overrideScenario(parsed(TWO_PHASES), { layout: '0.1,0.2,20' }))).toEqual([])
  })
})

describe('what no request has', () => {
  it('is noted', () => {
    const text = `${TWO_PHASES}data: { users: { file: users.csv }, rows: { file: rows.jsonl } }
values: { id: uuid, at: timestamp }
request: { path: "/a?u=\${users.email}&at=\${values.at}" }
`
    expect(scenarioNotes(parsed(text))).toEqual([
      'data.rows: no request draws a row from it',
      'values.id: no request has it',
    ])
  })
})
