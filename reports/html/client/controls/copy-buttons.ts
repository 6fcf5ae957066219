/** Wires the buttons that copy an element's text. If the browser refuses the clipboard, the text is selected instead. */
export function wireCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]'))
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copy ?? '')
      if (source === null) return
      try {
        await navigator.clipboard.writeText(source.textContent ?? '')
        button.textContent = 'Copied'
      } catch {
        getSelection()?.selectAllChildren(source)
        button.textContent = 'Selected'
      }
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 2000)
    })
}
