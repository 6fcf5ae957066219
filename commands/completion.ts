// `sla-harness completion`: prints the script with which a shell completes commands, flags, scenarios and files. It is made
// from the program itself, so that it knows every flag there is.

import { Argument, Command } from 'commander'
import { harnessVersion } from '../harness/version.ts'
import { scenarioNames } from '../scenario-file/list-scenarios.ts'
import { BUNDLED_FOLDER } from '../scenario-file/load-scenario.ts'
import { bashScript } from './completion/bash-script.ts'
import { completionModel } from './completion/completion-model.ts'
import { fishScript } from './completion/fish-script.ts'
import { scriptHead } from './completion/shell-text.ts'
import { zshScript } from './completion/zsh-script.ts'
import { type Example, withExamples } from './help/examples.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

const EXAMPLES: readonly Example[] = [
  {
    does: 'bash: now; in ~/.bashrc, in every shell',
    run: 'source <(sla-harness completion bash)',
  },
  {
    does: 'zsh: the same, in ~/.zshrc after compinit',
    run: 'source <(sla-harness completion zsh)',
  },
  {
    does: 'fish: in every shell',
    run: 'sla-harness completion fish > ~/.config/fish/completions/sla-harness.fish',
    isVerbatim: true,
  },
]

const REMARK = `
The program must be on PATH as sla-harness: npm install --global sla-harness, or
node_modules/.bin on PATH.`

/** @param wholeProgram with all commands loaded */
export function completionCommand(wholeProgram: () => Promise<Command>): Command {
  const command = new Command('completion')
    .description('print a script that makes a shell complete commands, flags, scenarios and files')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', REMARK)
    .action(async (shell: Shell) => {
      process.stdout.write(scriptFor(shell, await wholeProgram()))
    })
  return withExamples(command, EXAMPLES)
}

function scriptFor(shell: Shell, program: Command): string {
  const model = completionModel(program)
  const scenarios = scenarioNames({ cwd: BUNDLED_FOLDER })
  switch (shell) {
    case 'bash':
      return head('bash', 'source <(sla-harness completion bash)') + bashScript(model, scenarios)
    case 'zsh':
      return `#compdef ${model.program}\n${head('zsh', 'source <(sla-harness completion zsh)')}${zshScript(model, scenarios)}`
    case 'fish':
      return head('fish', 'sla-harness completion fish | source') + fishScript(model, scenarios)
  }
}

function head(shell: Shell, load: string): string {
  return `${scriptHead(shell, harnessVersion, `Load it with: ${load}`)}\n`
}
