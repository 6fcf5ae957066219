import { Command, Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { completionModel } from '../../../commands/completion/completion-model.ts'

const NOTHING = { words: [], scenarios: false, files: 'none' }
const HELP = { short: '-h', long: '--help', summary: 'display help for command', value: null, repeats: false }

describe('what there is to complete', () => {
  it('is read from the program: commands, flags, values and arguments', () => {
    const command = new Command('check')
      .description('check files')
      .argument('<file...>')
      .addOption(new Option('-o, --out <folder>', 'where to write'))
      .addOption(new Option('--ui [port]', 'a page'))
      .addOption(new Option('--tag <text>', 'a tag (may be repeated)'))
      .addOption(new Option('--secret', 'not shown').hideHelp())
    const program = new Command('tool').addCommand(command)
    expect(completionModel(program)).toEqual({
      program: 'tool',
      flags: [HELP],
      commands: [
        {
          name: 'check',
          summary: 'check files',
          arguments: [{ name: 'file', isVariadic: true, completed: { ...NOTHING, files: 'all' } }],
          flags: [
            {
              short: '-o',
              long: '--out',
              summary: 'where to write',
              value: { name: 'folder', isOptional: false, completed: { ...NOTHING, files: 'folders' } },
              repeats: false,
            },
            {
              short: null,
              long: '--ui',
              summary: 'a page',
              value: { name: 'port', isOptional: true, completed: NOTHING },
              repeats: false,
            },
            {
              short: null,
              long: '--tag',
              summary: 'a tag (may be repeated)',
              value: { name: 'text', isOptional: false, completed: NOTHING },
              repeats: true,
            },
            HELP,
          ],
        },
        {
          name: 'help',
          summary: 'display help for command',
          flags: [],
          arguments: [{ name: 'command', isVariadic: false, completed: { ...NOTHING, words: ['check'] } }],
        },
      ],
    })
  })
})
