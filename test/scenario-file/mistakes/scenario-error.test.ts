import { describe, expect, it } from 'vitest'
import { formatPath, ScenarioError } from '../../../scenario-file/mistakes/scenario-error.ts'

describe('formatPath', () => {
  it.each([
    [['load', 'phases', 2, 'rate'], 'load.phases[2].rate'],
    [['alerts', 'My alert', 'fires'], 'alerts["My alert"].fires'],
    [['request', 'headers', 'X-Id'], 'request.headers.X-Id'],
    [['été'], 'été'],
    [[], ''],
    [[0, 'a'], '[0].a'],
  ])('%j is %s', (path, text) => {
    expect(formatPath(path)).toBe(text)
  })
})

describe('ScenarioError', () => {
  const issue = { path: 'load.phases[2].rate', expected: 'a rate above 0 per second', got: '-20', nearest: null }

  it('formats the message as the contract says', () => {
    expect(new ScenarioError('scenarios/spike.yaml', [{ ...issue, line: 14 }]).message).toBe(
      'scenarios/spike.yaml:14 load.phases[2].rate: expected a rate above 0 per second, got -20',
    )
  })

  it('has a line for each issue, ordered as in the file', () => {
    const error = new ScenarioError('a.yaml', [
      { ...issue, line: 9 },
      { ...issue, line: 2, path: '', nearest: 'rate' },
    ])
    expect(error.message.split('\n')).toEqual([
      'a.yaml:2: expected a rate above 0 per second, got -20 (did you mean rate?)',
      'a.yaml:9 load.phases[2].rate: expected a rate above 0 per second, got -20',
    ])
    expect(error.issues.map(({ line }) => line)).toEqual([2, 9])
  })
})
