// The client of pages whose drawings are part of their markup: it wires the controls, and draws nothing.

import { highlightCurrentSection } from './controls/contents.ts'
import { wireCopyButtons } from './controls/copy-buttons.ts'
import { applyColorScheme } from './theme/color-scheme.ts'
import { lightForPrint } from './theme/print.ts'

document.documentElement.classList.add('has-script')
applyColorScheme()
lightForPrint()
wireCopyButtons()
highlightCurrentSection()
