// The anchors of headings, as GitHub makes them: the site and GitHub have the same links.

/** Gives each heading of one page its anchor; the second of a name is `name-1`. */
export function anchorMaker(): (heading: string) => string {
  const taken = new Set<string>()
  return (heading) => {
    const base = anchorOf(heading)
    let anchor = base
    for (let again = 1; taken.has(anchor); again++) anchor = `${base}-${again}`
    taken.add(anchor)
    return anchor
  }
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')
}
