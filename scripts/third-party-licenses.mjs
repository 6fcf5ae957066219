// The licence texts of the packages whose code is bundled: who receives a copy of it receives its licence too.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const HEADING = 'This program contains code of the packages below, each under the licence that follows its name.\n'

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

/** Packages that name this licence without adding its text: another package has the same text, word for word. */
const TEXT_ELSEWHERE = { 'Apache-2.0': 'node_modules/@opentelemetry/api' }

/**
 * @param files that were bundled, relative to the root
 * @throws Error where a package has no licence text
 */
export function thirdPartyLicenses(root, files) {
  const filesOf = new Map()
  for (const file of files) {
    const folder = PACKAGE.exec(file)?.[0]
    if (folder !== undefined) filesOf.set(folder, [...(filesOf.get(folder) ?? []), join(root, file)])
  }
  const sections = [...filesOf].map(([folder, used]) => sectionOf(join(root, folder), used, root))
  return [HEADING, ...sections.sort()].join('\n')
}

function sectionOf(folder, files, root) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const own = licenseTexts(folder)
  const texts = own.length > 0 || !TEXT_ELSEWHERE[license] ? own : licenseTexts(join(root, TEXT_ELSEWHERE[license]))
  if (texts.length === 0) throw new Error(`${folder}: expected the text of its licence (${license}), found none`)
  const title = `## ${name} ${version} (${license})`
  return `${title}\n\n${[...texts, ...noticesIn(files)].join('\n\n')}\n`
}

function licenseTexts(folder) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
  return names.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim())
}

/** Conditions that stand in single files, because their code came from elsewhere. */
function noticesIn(files) {
  const heads = files.map((file) => HEAD_COMMENT.exec(readFileSync(file, 'utf8'))?.[0] ?? '')
  return [...new Set(heads.filter((head) => /permission is (?:hereby )?granted|redistribution/i.test(head)))]
}

const HEAD_COMMENT = /^\s*(?:'use strict';?\s*)?(?:\/\*[\s\S]*?\*\/|(?:\/\/[^\n]*\n)+)/
