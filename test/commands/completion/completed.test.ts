import { Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { completedFlag, completedValue, withSuggestions } from '../../../commands/completion/completed.ts'

const NOTHING = { words: [], scenarios: false, files: 'none' }

describe('what stands for a value', () => {
  it.each([
    ['folder', { ...NOTHING, files: 'folders' }],
    ['file', { ...NOTHING, files: 'all' }],
    ['page', { ...NOTHING, files: 'all' }],
    ['run', { ...NOTHING, files: 'all' }],
    ['name or file', { ...NOTHING, scenarios: true, files: 'yaml' }],
    ['pattern', { ...NOTHING, scenarios: true, files: 'yaml' }],
    ['scenario', { ...NOTHING, scenarios: true }],
    ['scenario, run folder, .hlog or .om file, or URL of a Prometheus', { ...NOTHING, scenarios: true, files: 'all' }],
    ['number', NOTHING],
    ['url', NOTHING],
    ['profile', NOTHING],
  ])('%s', (name, expected) => {
    expect(completedValue(name)).toEqual(expected)
  })

  it('is one of the words that there are', () => {
    expect(completedValue('file', ['bash', 'zsh'])).toEqual({ ...NOTHING, words: ['bash', 'zsh'] })
  })

  it('of --scenario is a scenario, whatever its value is called', () => {
    expect(completedFlag(new Option('--scenario <name>'), 'name')).toEqual({ ...NOTHING, scenarios: true })
  })

  it('is what was suggested, where nothing else is known', () => {
    const option = withSuggestions(new Option('--layout <name>'), ['lab', 'slo'])
    expect(completedFlag(option, 'name').words).toEqual(['lab', 'slo'])
    expect(completedFlag(new Option('--engine <name>').choices(['raw']), 'name').words).toEqual(['raw'])
  })
})
