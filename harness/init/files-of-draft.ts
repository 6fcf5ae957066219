// The files of a draft, where they belong in a project, and the commands to go on with.

import { basename, join, relative, resolve } from 'node:path'
import { shownPath } from '../../core/text/shown-path.ts'
import type { Draft } from '../../draft/draft.ts'
import { draftFiles, workflowFile } from '../../draft/write/draft-files.ts'
import { parseScenario } from '../../scenario-file/parse-scenario.ts'
import { commandLine, ownCommand, shellWord } from '../own-command.ts'
import type { InitOptions } from './init-options.ts'
import { projectFacts } from './project-facts.ts'
import { variablesIn } from './refuse-secrets.ts'
import type { FileToWrite } from './write-files.ts'

/** @throws UserError where what would be written is no scenario */
export function filesOfDraft(draft: Draft, options: InitOptions): { files: FileToWrite[]; next: string[] } {
  const { cwd, ci } = options
  const folder = resolve(cwd, options.out)
  const { install, start, schema } = projectFacts(cwd, folder)
  const file = join(folder, `${draft.name}.yaml`)
  const shown = shellWord(shownPath(file, cwd))
  const own = ownCommand()
  const [validate, run] = [commandLine(own, 'validate', shown), commandLine(own, 'scenario', shown)]
  const written = draftFiles(draft, { schema, validate, run })
  checkScenario(written[0]?.text ?? '', file)
  const within = relative(cwd, folder)
  const place = { folder: within === '' ? '' : `${within}/`, install, start, variables: variablesOf(draft) }
  const workflow = ci ? [workflowFile(draft, place)] : []
  return {
    files: [
      ...written.map(({ path, text }) => ({ path: join(folder, path), text })),
      ...workflow.map(({ path, text }) => ({ path: join(cwd, path), text })),
    ],
    next: [validate, run],
  }
}

/** What is written must be a scenario: otherwise nothing is. */
function checkScenario(text: string, file: string): void {
  parseScenario({ text, file, shownAs: basename(file), kindOfFile: () => 'file' })
}

function variablesOf({ metrics, requests, remarks }: Draft): string[] {
  const secrets = remarks.flatMap((remark) => (remark.kind === 'secret' ? remark.variable : []))
  const named = [...(metrics?.urls ?? []), ...requests.map(({ path }) => path)].flatMap(variablesIn)
  return [...new Set([...(metrics?.bearerVariable ? [metrics.bearerVariable] : []), ...secrets, ...named])].sort()
}
