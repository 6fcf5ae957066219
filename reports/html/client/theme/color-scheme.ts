// The choice of light, dark or the system's scheme, remembered where the browser allows it.

const KEY = 'sla-harness-theme'
const THEMES = ['auto', 'light', 'dark']

/** @param redraw what has taken its colours from the style sheet before */
export function applyColorScheme(redraw: () => void = () => {}): void {
  const inputs = [...document.querySelectorAll<HTMLInputElement>('[data-choice="theme"] input')]
  choose(remembered(), inputs)
  for (const input of inputs)
    input.addEventListener('change', () => {
      remember(input.value)
      choose(input.value, inputs)
      redraw()
    })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
}

function choose(theme: string, inputs: readonly HTMLInputElement[]): void {
  for (const input of inputs) input.checked = input.value === theme
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

// The browser may refuse storage to a page opened from disk.
function remembered(): string {
  try {
    const theme = localStorage.getItem(KEY)
    return theme !== null && THEMES.includes(theme) ? theme : 'auto'
  } catch {
    return 'auto'
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Without storage the choice holds for this page only.
  }
}
