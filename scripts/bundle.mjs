// Bundles the program for Node: what a command needs is a few files in dist/, with the packages that it uses in them, so
// that starting is reading them. Entries keep the path of their source. See docs/decisions/0012-one-bundle.md.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** The program and the library, which load parts of what they share when they need them. */
const PROGRAM = ['cli.ts', 'index.ts']

/** What runs in a thread or a process of its own (core/compiled-entry.ts): all of it in one file, for it needs all at once. */
const THREADS_AND_PROCESSES = [
  'load/generator/worker.ts',
  'load/dispatch/alarm-worker.ts',
  'server/process/main.ts',
  'prometheus/local/programs/guard.ts',
  'simulation/power/power-worker.ts',
  'harness/drill/seeds/month-worker.ts',
]

/** What runs in a user's own process, and shares that process' Express, Fastify and prom-client. */
const INSTRUMENTATION = ['instrumentation/express.ts', 'instrumentation/fastify.ts']

/**
 * autocannon's tables, progress bars and form uploads, which its command line shows and a run of ours never asks for: with
 * what they need they are two fifths of a generator's file, all of it run before its first connection.
 */
const LEFT_OUT = {
  name: 'left out',
  setup({ onLoad }) {
    onLoad({ filter: /\/autocannon\/lib\/(?:printResult|progressTracker|multipart)\.js$/ }, () => ({
      contents: `module.exports = () => { throw new Error('this part of autocannon is not in the bundle') }`,
    }))
  },
}

/** What runs in this repository only, by the path that it gets in dist/: the action, and what scripts and tests start. */
const DEVELOPMENT = {
  'action/main': 'action/main.ts',
  'development/guard-programs': 'prometheus/local/programs/guard-programs.ts',
  'development/launch-server': 'server/process/launch-server.ts',
  'development/json-text': 'reports/json/json-text.ts',
  'development/backtest-schema': 'core/report/schema/backtest-schema.ts',
  'development/drill-schema': 'core/report/schema/drill/drill-schema.ts',
  'development/report-schema': 'core/report/schema/report-schema.ts',
  'development/stopwatch': 'server/http/stopwatch.ts',
  'development/scenario-schema': 'scenario-file/schema/scenario-schema.ts',
  'development/write-docs': 'site/write-docs.ts',
}

/**
 * OpenTelemetry's packages as modules, of which only what is used is taken: as CommonJS, all of their instruments, detectors
 * of resources and logs would come along, ten times as much.
 */
const AS_MODULES = Object.fromEntries(
  ['api-logs', 'core', 'otlp-transformer', 'resources', 'sdk-metrics'].map((name) => [
    `@opentelemetry/${name}`,
    `@opentelemetry/${name}/build/esnext/index.js`,
  ]),
)

/** Packages in CommonJS ask for Node's own modules with `require`, which a module does not have. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`

/** Every page with charts carries a copy of the package's code, so it carries its licence text too. */
const PAGE_PACKAGE = 'uplot'

/** @returns the files that went into what ships, relative to the root */
export async function bundle(root, outdir) {
  const options = {
    absWorkingDir: root,
    outdir,
    outbase: '.',
    bundle: true,
    preserveSymlinks: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    charset: 'utf8',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  }
  const shipped = { ...options, banner: { js: REQUIRE }, metafile: true }
  const [program, single, taken] = await Promise.all([
    build({ ...shipped, entryPoints: PROGRAM, alias: AS_MODULES, splitting: true, chunkNames: 'chunks/[name]-[hash]' }),
    build({ ...shipped, entryPoints: THREADS_AND_PROCESSES, plugins: [LEFT_OUT] }),
    build({ ...options, metafile: true, entryPoints: INSTRUMENTATION, packages: 'external' }),
    build({
      ...options,
      splitting: true,
      entryPoints: { ...DEVELOPMENT, ...benchmarks(root) },
      chunkNames: 'development/chunks/[name]-[hash]',
      packages: 'external',
    }),
  ])
  return [...new Set([program, single, taken].flatMap(({ metafile }) => Object.keys(metafile.inputs)))]
}

/** The scripts and the style sheets of the HTML pages: with charts and without. @returns the files that went into them, relative to the root */
export async function bundlePage(root, outdir) {
  const license = readFileSync(join(root, 'node_modules', PAGE_PACKAGE, 'LICENSE'), 'utf8').trim()
  const options = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    preserveSymlinks: true,
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    logLevel: 'warning',
    metafile: true,
  }
  const entries = (name) => [`reports/html/client/${name}.ts`, `reports/html/client/${name}.css`]
  const banner = { js: `/*! This page contains ${PAGE_PACKAGE}.\n\n${license}\n*/` }
  const built = await Promise.all([
    build({ ...options, entryPoints: entries('page'), banner }),
    build({ ...options, entryPoints: entries('text-page') }),
  ])
  return [...new Set(built.flatMap(({ metafile }) => Object.keys(metafile.inputs)))]
}

/** Those that are called by name, and what they start as processes of their own. */
function benchmarks(root) {
  const entries = ['bench', 'bench/processes'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [`${folder}/${name.slice(0, -'.ts'.length)}`, `${folder}/${name}`]),
  )
  return Object.fromEntries(entries)
}
