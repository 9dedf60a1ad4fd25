/** Vietnamese for the desk's own texts; a test compares its keys with every t('…') in the code. */
import { viCustomize } from './customize'
import { viApi } from './api'
import { viForm } from './form'
import { viInsight } from './insight'
import { viJobs } from './jobs'
import { viList } from './list'
import { viMail } from './mail'
import { viPermissions } from './permissions'
import { viScripts } from './scripts'
import { viPrint } from './print'
import { viSetup } from './setup'
import { viShell } from './shell'
import { viTransfer } from './transfer'
import { viWorkflow } from './workflow'

export const vi: Record<string, string> = { ...viCustomize, ...viShell, ...viJobs, ...viList, ...viMail, ...viForm, ...viInsight, ...viPermissions, ...viPrint, ...viScripts, ...viSetup, ...viTransfer, ...viApi, ...viWorkflow }
