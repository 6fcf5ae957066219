// The TLS of a scenario, with the places of its mistakes.

import { dirname } from 'node:path'
import type { Environment } from '../../core/environment.ts'
import type { TlsMaterial } from '../../core/route/tls-material.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import type { TlsSettings } from '../../core/scenario/target.ts'
import { splitReferences } from '../../core/text/environment-references.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { placeInFile } from '../../scenario-file/place-in-file.ts'
import { readTls } from './read-tls.ts'

export interface TlsContext {
  readonly scenario: Pick<Scenario, 'file'>
  readonly cwd: string
  readonly environment: Environment
}

/** @param path of the settings in the file @throws UserError where a file cannot be read, is no PEM, or does not fit the others */
export function scenarioTls(settings: TlsSettings, path: readonly string[], context: TlsContext): TlsMaterial {
  const { scenario, environment } = context
  return readTls(settings, {
    folder: dirname(scenario.file),
    environment,
    place: (key) => placeOf([...path, key], context),
  })
}

export function placeOf(path: readonly string[], { scenario, cwd }: Omit<TlsContext, 'environment'>): string {
  return placeInFile(scenario.file, shownPath(scenario.file, cwd), path)
}

/**
 * Reads the files of a scenario that is only checked. Where a variable is not set that one of them needs, they are not
 * there perhaps, and nothing is said.
 * @throws UserError as `scenarioTls`
 */
export function checkTlsFiles({ service, file }: Scenario, context: Omit<TlsContext, 'scenario'>): void {
  if (service.kind === 'bundled') return
  const { tls, metrics } = service.target
  const all = [
    [tls, ['target', 'tls']],
    [metrics?.tls, ['target', 'metrics', 'tls']],
  ] as const
  for (const [settings, path] of all)
    if (settings && isKnown(settings, context.environment))
      scenarioTls(settings, path, { ...context, scenario: { file } })
}

function isKnown(settings: TlsSettings, environment: Environment): boolean {
  const variables = Object.values<string>({ ...settings }).flatMap((text) =>
    (splitReferences(text) ?? []).flatMap((part) => ('variable' in part ? [part.variable] : [])),
  )
  return variables.every((name) => environment[name] !== undefined)
}
