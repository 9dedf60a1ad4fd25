/** Vietnamese for the desk's own texts; a test compares its keys with every t('…') in the code. */
import { viForm } from './form'
import { viList } from './list'
import { viShell } from './shell'

export const vi: Record<string, string> = { ...viShell, ...viList, ...viForm }
