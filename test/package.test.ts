// What `npm pack` would publish: nothing that a user does not run or read.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../core/compiled-entry.ts'

let files: readonly string[] = []

beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  files = JSON.parse(packed)[0].files.map(({ path }: { path: string }) => path)
})

describe('the published package', () => {
  it('holds no TypeScript source, no test, no benchmark and no build script', () => {
    const unwanted = files.filter((file) => /(?<!\.d)\.ts$|^(test|bench|scripts|dist\/bench)\//.test(file))
    expect(unwanted).toEqual([])
  })

  it.each([
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'dist/cli.js',
    'dist/index.d.ts',
    'dist/reports/html/client/page.js',
    'scenarios/steady.yaml',
    'scenarios/scenario.schema.json',
    'prometheus/rules/latency.rules.yml',
    'prometheus/prometheus.yml',
    'prometheus/grafana/dashboard.json',
    'reports/report.schema.json',
    'docs/glossary.md',
  ])('holds %s', (file) => {
    expect(files).toContain(file)
  })

  it('exports only files that it holds', () => {
    const { exports, bin } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'))
    const targets = [...Object.values(exports), ...Object.values(bin)].flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target as Record<string, string>),
    )
    expect(targets.length).toBeGreaterThan(3)
    expect(targets.map((target) => target.replace(/^\.\//, '')).filter((target) => !files.includes(target))).toEqual([])
  })
})
