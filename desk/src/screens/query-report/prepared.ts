/** Reports in the background: order a run, wait for it, say how old the result is. */
import { xcall } from '@/api/client'

const module = 'frappe.core.doctype.prepared_report.prepared_report'
const PAUSE_MS = 2_000
const MOST_TURNS = 900 // half an hour

export const orderRun = (report_name: string, filters: Record<string, unknown>) => xcall<{ name: string }>(`${module}.make_prepared_report`, { report_name, filters: JSON.stringify(filters) }, { quiet: true })
export const isRunning = async (report_name: string, filters: Record<string, unknown>) => ((await xcall<unknown[]>(`${module}.get_reports_in_queued_state`, { report_name, filters: JSON.stringify(filters) }, { quiet: true })) ?? []).length > 0

/** Resolves when no run with these filters waits any more; false when the page was left meanwhile. */
export async function untilDone(report: string, filters: Record<string, unknown>, isWanted: () => boolean): Promise<boolean> {
	for (let turn = 0; turn < MOST_TURNS && isWanted(); turn += 1) {
		if (!(await isRunning(report, filters))) return isWanted()
		await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
	}
	return false
}
