// Checks one file without sending anything: a scenario, rules, a unit test of rules, or a dashboard. What it is, its
// content tells.

import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { adviceFor, type FileKind } from '../../core/file/file-kind.ts'
import { MOST_CHARACTERS, TOO_LONG, tooLong } from '../../core/file/file-size.ts'
import { UserError } from '../../core/user-error.ts'
import type { MeantFile } from '../files/expand-patterns.ts'
import { type FileContent, readContent } from '../files/file-content.ts'
import { NOT_KNOWN, type PassedOver } from '../files/passed-over.ts'
import { examineDashboard } from './examine-dashboard.ts'
import type { ExamineOptions } from './examine-options.ts'
import { examineRules } from './examine-rules.ts'
import { examineScenario } from './examine-scenario.ts'
import { examineUnitTest } from './examine-unit-test.ts'
import type { Examined } from './examined.ts'

export type Examination = Examined | PassedOver

const NOTHING: FileContent = { values: [], kind: undefined }

/** @throws UserError where the file has mistakes, or is something else although it was named */
export async function examineFile({ path, isNamed }: MeantFile, options: ExamineOptions): Promise<Examination> {
  const text = await readFile(resolve(path), 'utf8').catch(() => undefined)
  if (text !== undefined && text.length > MOST_CHARACTERS) {
    if (!isNamed) return { file: path, passedOver: TOO_LONG }
    throw new UserError(`${path}: ${tooLong(text)}`)
  }
  const { values, kind } = text === undefined ? NOTHING : readContent(text)
  if (text !== undefined && kind !== undefined && kind !== 'a report of a run') {
    if (kind === 'rules' || kind === 'PrometheusRule') return examineRules(text, path, options)
    if (kind === 'a Grafana dashboard') return examineDashboard(text, values?.[0], path, options)
    if (kind === 'a unit test of rules, for promtool test rules') return examineUnitTest(text, path, options)
    if (!isNamed) return { file: path, passedOver: kind }
    throw new UserError(unreadable(path, kind))
  }
  if (!isNamed && text !== undefined && !isScenario(text)) return { file: path, passedOver: NOT_KNOWN }
  // A name of a scenario has no extension but that of YAML, so that any other one is meant as a path.
  return examineScenario(text !== undefined && extname(path) !== '' ? resolve(path) : path, options)
}

function unreadable(file: string, kind: FileKind): string {
  const advice = adviceFor(kind, file)
  return `${file}: expected a scenario, a file of Prometheus rules or a dashboard, got ${kind}${advice === undefined ? '' : `: ${advice}`}`
}

/** A file that a pattern brought is checked as a scenario only where it has what no scenario goes without. */
function isScenario(text: string): boolean {
  return /^"?load"?:/m.test(text) || /^\s*"load":/m.test(text)
}
