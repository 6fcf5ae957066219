// The order of the site: which documents there are, in which group a reader finds them, and where each lies on the site.

import { posix } from 'node:path'

export interface Group {
  readonly name: string
  /** Paths from the root. */
  readonly documents: readonly string[]
}

const GROUPS: readonly Group[] = [
  { name: 'Start', documents: ['README.md', 'docs/getting-started.md', 'docs/cookbook.md', 'scenarios/README.md'] },
  {
    name: 'Guides',
    documents: [
      'docs/scenario-file.md',
      'docs/targets.md',
      'docs/ci.md',
      'docs/baselines.md',
      'docs/generators.md',
      'docs/prometheus.md',
    ],
  },
  {
    name: 'Histograms and alerts',
    documents: ['docs/bucket-layouts.md', 'docs/backtest.md', 'docs/drill.md', 'docs/lints.md'],
  },
  { name: 'Reference', documents: [] },
  {
    name: 'How it measures',
    documents: ['docs/measurement.md', 'docs/promql.md', 'docs/hostile.md', 'docs/glossary.md'],
  },
  { name: 'The project', documents: ['docs/architecture.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'] },
]

/** Of a folder, all documents are in one group, in the order of their names. */
const FOLDERS: Readonly<Record<string, string>> = { 'docs/reference': 'Reference', 'docs/decisions': 'Decisions' }

/** Where a document goes that nobody has given a place yet. */
const OTHERS = 'Guides'

/** @param documents that exist; what the groups name and does not exist is left out */
export function navigation(documents: readonly string[]): Group[] {
  const named = new Set(GROUPS.flatMap((group) => group.documents))
  const placed = (name: string) =>
    documents.filter((path) => !named.has(path) && (FOLDERS[posix.dirname(path)] ?? OTHERS) === name).sort()
  const groups = [...GROUPS, { name: 'Decisions', documents: [] }].map((group) => ({
    name: group.name,
    documents: [...group.documents.filter((path) => documents.includes(path)), ...placed(group.name)],
  }))
  return groups.filter((group) => group.documents.length > 0)
}

/** The file of the site for a document: `docs/ci.md` is `ci.html`, `scenarios/README.md` is `scenarios/index.html`. */
export function sitePath(document: string): string {
  const inside = document.replace(/^docs\//, '').replace(/\.md$/, '')
  return `${inside.replace(/(^|\/)README$/, '$1index').toLowerCase()}.html`
}
