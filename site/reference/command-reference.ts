// docs/reference/commands.md: every command with its arguments and flags, from the program itself.

import type { Command, Option } from 'commander'
import { examplesOf } from '../../commands/help/examples.ts'
import { code, markdownTable } from './markdown-table.ts'

const HEAD = `# Every command and flag

Made from the program; \`npm run docs\` writes it anew. \`sla-harness COMMAND --help\` prints the same.

Each flag has a twin in the environment, which a flag that is typed goes before. A flag that takes no value is on where its
twin is neither empty nor \`0\`, \`false\` or \`no\`. In a clone, \`npm run COMMAND -- FLAGS\` is the same as
\`npx sla-harness COMMAND FLAGS\`.

`

export function commandReference(program: Command): string {
  const commands = program.commands.filter((command) => command.name() !== 'help')
  const index = commands.map((command) => [`[${code(command.name())}](#${command.name()})`, command.description()])
  return `${HEAD}${markdownTable(['command', 'what it does'], index)}${commands.map(section).join('')}`
}

function section(command: Command): string {
  const parts = [
    `\n## ${command.name()}\n`,
    `\`\`\`text\nsla-harness ${command.name()} ${command.usage()}\n\`\`\`\n`,
    `${capitalised(command.description())}.\n`,
    argumentsOf(command),
    flagsOf(command),
    examples(command),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

function argumentsOf(command: Command): string {
  const described = command.registeredArguments.filter(({ description }) => description !== '')
  if (described.length === 0) return ''
  return markdownTable(
    ['argument', 'meaning'],
    described.map((argument) => [code(argument.name()), argument.description]),
  )
}

function flagsOf(command: Command): string {
  const flags = command.options.filter(({ hidden }) => !hidden)
  if (flags.length === 0) return ''
  return markdownTable(
    ['flag', 'in the environment', 'meaning'],
    flags.map((option) => [code(option.flags), twin(option), meaning(option)]),
  )
}

function twin({ envVar }: Option): string {
  return envVar === undefined ? '' : code(envVar)
}

function meaning({ description, argChoices, defaultValue, defaultValueDescription, negate }: Option): string {
  const choices = argChoices === undefined ? '' : `; one of ${argChoices.map(code).join(', ')}`
  const isDefaultSaid = defaultValue === undefined || negate || typeof defaultValue === 'boolean'
  const value = isDefaultSaid ? '' : `; default: ${code(defaultValueDescription ?? String(defaultValue))}`
  return `${description}${choices}${value}`
}

function examples(command: Command): string {
  const lines = examplesOf(command).map(({ does, run }) => `# ${does}\n${run}\n`)
  return lines.length === 0 ? '' : `\`\`\`sh\n${lines.join('\n')}\`\`\`\n`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
