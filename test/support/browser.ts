// The browser that pages are looked at with. Where none is installed, tests of pages are skipped and say so; on CI that
// is a failure.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const found = PLACES.find((place) => place !== undefined && existsSync(place))

/** Null where tests of pages are to be skipped. @throws Error on CI, where no browser is no excuse */
export function browserPath(): string | null {
  if (found !== undefined) return found
  const places = PLACES.filter((place) => place !== undefined).join(', ')
  const notice = `no Chromium at ${places}: install one, or name it in CHROMIUM_PATH`
  if (process.env.CI === 'true') throw new Error(notice)
  process.stderr.write(`tests of pages are skipped: ${notice}\n`)
  return null
}

/** A page and all that it complained of or asked for. */
export interface WatchedPage {
  readonly page: Page
  /** Errors on the console (the policy's among them), uncaught exceptions, dialogs. */
  readonly complaints: readonly string[]
  /** What was asked of any network. */
  readonly requests: readonly string[]
}

export class PageViewer {
  readonly #browser: Browser
  readonly #folder = mkdtempSync(join(tmpdir(), 'sla-harness-pages-'))
  #files = 0

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async launch(executablePath: string): Promise<PageViewer> {
    return new PageViewer(await chromium.launch({ executablePath, args: FLAGS }))
  }

  /** Opens the page from disk, as people open an artifact. */
  async openHtml(html: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const file = join(this.#folder, `${++this.#files}.html`)
    writeFileSync(file, html)
    return this.openUrl(pathToFileURL(file).href, options)
  }

  async openUrl(url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    const page = await context.newPage()
    const complaints: string[] = []
    const requests: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('dialog', async (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      await dialog.dismiss()
    })
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) requests.push(request.url())
    })
    await page.goto(url)
    return { page, complaints, requests }
  }

  async close(): Promise<void> {
    await this.#browser.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** How many different colours each canvas holds: a chart that was drawn has several, an empty one has one. */
export async function colorsOfCanvases(page: Page): Promise<number[]> {
  // Read from a copy: the browser warns of canvases that are read twice, and a warning counts as a complaint of the page.
  return page.evaluate(`[...document.querySelectorAll('canvas')].map((canvas) => {
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height })
    const context = copy.getContext('2d', { willReadFrequently: true })
    context.drawImage(canvas, 0, 0)
    const { data } = context.getImageData(0, 0, copy.width, copy.height)
    const colors = new Set()
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2])
    return colors.size
  })`)
}

/** By how many pixels the page is wider than its window. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
