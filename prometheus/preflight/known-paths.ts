// The paths that a service has, as the labels of its metrics tell them.

import type { InitialScrape } from '../observation/initial-scrape.ts'

/** As libraries name them. */
export const ROUTE_LABELS =
  /^(?:http[._])?(?:route|path|uri|url|handler|endpoint|target|resource|path_template|url_path)$/

/** In the order of the pages; those of the metrics pages themselves are left out. */
export function knownPaths(pages: readonly InitialScrape[]): string[] {
  const own = pages.map(({ url }) => new URL(url).pathname)
  const values = pages.flatMap(({ page }) =>
    page.samples.flatMap(({ labels }) =>
      Object.entries(labels).flatMap(([name, value]) =>
        ROUTE_LABELS.test(name) && value.startsWith('/') ? value : [],
      ),
    ),
  )
  return [...new Set(values)].filter((path) => !own.includes(path))
}
