/** Decides who is shown the screens that change forms for everybody; the server refuses all others in any case. */
import { boot, hasRole } from '@/stores/boot'

export const mayCustomize = (): boolean => boot.user.name === 'Administrator' || hasRole('System Manager')
