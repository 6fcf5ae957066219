// `npm run docs`: writes the references anew, checks every link, and makes the site. Exits with 1 where a link leads
// nowhere.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'
import { linkedFiles, readDocuments } from './documents.ts'
import { renderPage, type Site, searchEntries } from './html/page.ts'
import { checkLinks } from './links/check-links.ts'
import { navigation, sitePath } from './navigation.ts'
import { references } from './reference/references.ts'

const NAME = 'SLA harness'
const FOLDER = 'dist-site'

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function writeSite(folder: string): number {
  const documents = readDocuments(packageRoot)
  const files = linkedFiles(
    documents,
    (path) => statSync(join(packageRoot, path), { throwIfNoEntry: false })?.isFile() ?? false,
  )
  const site: Site = {
    name: NAME,
    groups: navigation(documents.map(({ path }) => path)),
    pages: new Map(documents.map((page) => [page.path, page])),
    files: new Set(files),
  }
  rmSync(folder, { recursive: true, force: true })
  for (const page of documents) write(join(folder, sitePath(page.path)), renderPage(page, site))
  for (const file of files) {
    mkdirSync(dirname(join(folder, 'files', file)), { recursive: true })
    cpSync(join(packageRoot, file), join(folder, 'files', file))
  }
  const colors = readFileSync(join(packageRoot, 'reports/html/client/styles/colors.css'), 'utf8')
  write(join(folder, 'site.css'), `${colors}\n${readFileSync(join(packageRoot, 'site/client/site.css'), 'utf8')}`)
  cpSync(join(packageRoot, 'site/client/site.js'), join(folder, 'site.js'))
  const entries = site.groups.flatMap((group) => group.documents).flatMap((path) => entriesOf(site, path))
  write(join(folder, 'search-index.js'), `window.searchIndex = ${JSON.stringify(entries)}\n`)
  return documents.length
}

function entriesOf({ pages }: Site, path: string) {
  const page = pages.get(path)
  return page === undefined ? [] : searchEntries(page)
}

for (const [path, text] of await references(packageRoot)) write(join(packageRoot, path), text)
const { problems, external } = checkLinks(readDocuments(packageRoot), (path) => existsSync(join(packageRoot, path)))
const pages = writeSite(join(packageRoot, FOLDER))
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.stdout.write(`${FOLDER}/index.html: ${pages} pages\n`)
process.stdout.write(
  `${external.length} links lead elsewhere and were not followed:\n${external.map((href) => `  ${href}\n`).join('')}`,
)
process.exitCode = problems.length > 0 ? 1 : 0
