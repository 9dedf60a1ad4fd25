/** Decides which drawn icon stands for an icon name of the metadata; unknown names get a neutral folder. */
import {
	BookOpen, Building2, CalendarDays, ChartColumn, ClipboardCheck, ClipboardList, FileText, Files, FolderOpen, GraduationCap,
	House, Landmark, ListChecks, Mail, MessageSquareWarning, Scale, Settings, ShieldCheck, Target, TriangleAlert, Users, Wrench,
} from '@lucide/vue'
import type { Component } from 'vue'

const RULES: [RegExp, Component][] = [
	[/home|dashboard|work-?space|desk/, House], [/user|people|hr|staff|human/, Users], [/audit|quality|check|review/, ClipboardCheck],
	[/setting|customi|tool$/, Settings], [/tool|build|wrench|integration/, Wrench], [/report|chart|analytics|graph/, ChartColumn],
	[/organi[sz]ation|agency|company|building/, Building2], [/education|training|learn/, GraduationCap], [/file|document|record/, Files],
	[/procedure|service|list/, ClipboardList], [/calendar|plan|program/, CalendarDays], [/finding|risk|warning|alert/, TriangleAlert],
	[/complaint|feedback|support/, MessageSquareWarning], [/book|website|knowledge|standard/, BookOpen], [/mail|email/, Mail],
	[/objective|target|kpi|goal/, Target], [/security|permission|role/, ShieldCheck], [/law|legal|scale/, Scale],
	[/government|province|state/, Landmark], [/task|todo|work/, ListChecks], [/text|note/, FileText],
]

export function iconFor(...names: (string | null | undefined)[]): Component {
	for (const name of names) {
		const found = name && RULES.find(([pattern]) => pattern.test(name.toLowerCase()))
		if (found) return found[1]
	}
	return FolderOpen
}
