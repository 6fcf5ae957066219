// What a page of the documentation does: the theme, the list of documents on small screens, copying, and the search. All
// of it also from disk; nothing is asked of any network.

const root = document.body.dataset.root

document.documentElement.classList.add('has-script')

const THEMES = ['system', 'light', 'dark']

function kept() {
  // Where storage is refused, the theme is the system's.
  try {
    const name = localStorage.getItem('theme')
    return THEMES.includes(name) ? name : 'system'
  } catch {
    return 'system'
  }
}

function keep(name) {
  try {
    localStorage.setItem('theme', name)
  } catch {}
}

function showTheme(name) {
  if (name === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = name
  theme.textContent = { system: 'Auto', light: 'Light', dark: 'Dark' }[name]
  theme.setAttribute('aria-label', `Theme: ${name}`)
}

const theme = document.getElementById('theme')
let shown = kept()
theme.hidden = false
showTheme(shown)
theme.addEventListener('click', () => {
  shown = THEMES[(THEMES.indexOf(shown) + 1) % THEMES.length]
  keep(shown)
  showTheme(shown)
})

const menu = document.getElementById('menu')
const navigation = document.getElementById('navigation')
menu.hidden = false
menu.addEventListener('click', () => {
  const isOpen = navigation.classList.toggle('is-open')
  menu.setAttribute('aria-expanded', String(isOpen))
})
navigation.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })

if (navigator.clipboard !== undefined)
  for (const block of document.querySelectorAll('figure.code')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = 'Copy'
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.querySelector('code').textContent)
      button.textContent = 'Copied'
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 2000)
    })
    block.append(button)
  }

const MOST_FOUND = 12
const search = document.getElementById('search')
const found = document.getElementById('found')
let index = null

search.closest('search').hidden = false
search.addEventListener('focus', loadIndex, { once: true })
search.addEventListener('input', showFound)
document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName)
  if (event.key === '/' && !isTyping) {
    event.preventDefault()
    search.focus()
  }
  if (event.key === 'Escape') found.hidden = true
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveIn(event)
})
document.addEventListener('click', (event) => {
  if (!event.target.closest('search')) found.hidden = true
})

// A script and no fetch, because pages opened from disk may fetch nothing.
function loadIndex() {
  const script = document.createElement('script')
  script.src = `${root}/search-index.js`
  script.addEventListener('load', () => {
    index = window.searchIndex
    showFound()
  })
  document.head.append(script)
}

function showFound() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  found.hidden = words.length === 0 || index === null
  if (found.hidden) return
  const best = index
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_FOUND)
  found.replaceChildren(...best.map(({ entry }) => itemOf(entry, words)))
  if (best.length === 0) {
    const nothing = document.createElement('li')
    nothing.className = 'nothing'
    nothing.textContent = 'Nothing has all of these words.'
    found.append(nothing)
  }
}

/** 0 where a word is missing; a word in a heading weighs more than one in the text. */
function scoreOf([page, heading, , text], words) {
  let score = 0
  for (const word of words) {
    const inHeading = heading.toLowerCase().includes(word)
    const inTitle = page.toLowerCase().includes(word)
    const inText = text.toLowerCase().includes(word)
    if (!inHeading && !inTitle && !inText) return 0
    score += (inHeading ? 10 : 0) + (inTitle ? 4 : 0) + (inText ? 1 : 0)
  }
  return score
}

function itemOf([page, heading, href, text], words) {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = `${root}/${href}`
  const title = document.createElement('b')
  title.textContent = heading === page ? page : `${page} › ${heading}`
  link.append(title, ...excerpt(text, words))
  item.append(link)
  return item
}

function excerpt(text, words) {
  const at = words.map((word) => text.toLowerCase().indexOf(word)).find((position) => position >= 0) ?? -1
  if (at < 0) return [text.slice(0, 140)]
  const word = words.find((each) => text.toLowerCase().startsWith(each, at))
  const mark = document.createElement('mark')
  mark.textContent = text.slice(at, at + word.length)
  const from = Math.max(0, at - 60)
  return [`${from > 0 ? '…' : ''}${text.slice(from, at)}`, mark, `${text.slice(at + word.length, at + 110)}…`]
}

function moveIn(event) {
  if (found.hidden) return
  const links = [...found.querySelectorAll('a')]
  const at = links.indexOf(document.activeElement)
  if (at < 0 && document.activeElement !== search) return
  event.preventDefault()
  const next = at + (event.key === 'ArrowDown' ? 1 : -1)
  if (next < 0) search.focus()
  else links[Math.min(next, links.length - 1)]?.focus()
}
