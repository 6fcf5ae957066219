import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { calledAs, examplesOf, examplesText, withExamples } from '../../../commands/help/examples.ts'

const INSTALLED = { call: 'sla-harness', isNpmScript: false }
const unwrapped = (text: string) => [text]

describe('examples', () => {
  it('say what they do above the line to copy, which is never wrapped', () => {
    const examples = [
      { does: 'run one', run: 'sla-harness scenario spike' },
      { does: 'check it, then run it', run: 'sla-harness validate a.yaml\nsla-harness scenario a.yaml' },
    ]
    const wrap = (text: string) => text.split(', ')
    expect(examplesText(examples, INSTALLED, wrap)).toBe(`
Examples:
  # run one
  sla-harness scenario spike

  # check it
  # then run it
  sla-harness validate a.yaml
  sla-harness scenario a.yaml`)
  })

  it.each([
    ['sla-harness', false, 'sla-harness scenario a.yaml --seed 7', 'sla-harness scenario a.yaml --seed 7'],
    ['npx sla-harness', false, 'sla-harness list', 'npx sla-harness list'],
    ['npm run', true, 'sla-harness scenario a.yaml --seed 7 --quiet', 'npm run scenario a.yaml -- --seed 7 --quiet'],
    ['npm run', true, 'sla-harness history', 'npm run history'],
    ['npm run', true, 'sla-harness validate lag-*', 'npm run validate lag-*'],
    ['npx sla-harness', false, 'source <(sla-harness completion bash)', 'source <(sla-harness completion bash)'],
  ])('called as %s (npm script: %s): %s', (call, isNpmScript, line, shown) => {
    expect(calledAs({ call, isNpmScript }, line)).toBe(shown)
  })

  it('that make sense for an installed program alone stay as they are', () => {
    const text = examplesText(
      [{ does: 'load it', run: 'sla-harness completion fish | source', isVerbatim: true }],
      { call: 'npm run', isNpmScript: true },
      unwrapped,
    )
    expect(text).toContain('  sla-harness completion fish | source')
  })

  it('stand under the help, their remarks within its width', () => {
    const examples = [{ does: 'what this does takes more than forty columns to say', run: 'sla-harness x' }]
    const command = withExamples(new Command('x'), examples)
    let help = ''
    command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => 40 })
    command.outputHelp()
    expect(help.split('\n').filter((line) => line.startsWith('  # '))).toEqual([
      '  # what this does takes more than forty',
      '  # columns to say',
    ])
    expect(examplesOf(command)).toBe(examples)
    expect(examplesOf(new Command('y'))).toEqual([])
  })
})
