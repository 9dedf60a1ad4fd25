/** Decides which screen an address of stock Frappe's form opens: /app/<slug>, …/view/<view>, …/<name>, /app/<page>. */
import type { Component } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { boot, hasRole } from '@/stores/boot'

/** Pages that only those who keep the system can use; others are told so. */
const forKeepers = (page: () => Promise<unknown>) => () => (hasRole('System Manager') ? page() : import('@/screens/permissions/NotForYou.vue')) as Promise<Component>

export const router = createRouter({
	history: createWebHistory(),
	scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
	routes: [
		{ path: '/login', component: () => import('@/screens/login/LoginScreen.vue'), meta: { bare: true } },
		{ path: '/update-password', component: () => import('@/screens/login/LoginScreen.vue'), meta: { bare: true } },
		{ path: '/app', component: () => import('@/screens/home/HomeScreen.vue') },
		{ path: '/app/home', redirect: '/app' },
		{ path: '/app/dashboard-view/:name', component: () => import('@/screens/dashboard/DashboardScreen.vue'), props: true },
		{ path: '/app/query-report/:report', component: () => import('@/screens/query-report/QueryReportScreen.vue'), props: true },
		{ path: '/app/permission-manager', component: forKeepers(() => import('@/screens/permissions/PermissionsScreen.vue')) },
		{ path: '/app/user-permission-manager', component: forKeepers(() => import('@/screens/permissions/ConfinedScreen.vue')) },
		{ path: '/app/permission-inspector', component: forKeepers(() => import('@/screens/permissions/WhyScreen.vue')) },
		{ path: '/app/look-as', component: forKeepers(() => import('@/screens/permissions/LookAsScreen.vue')) },
		{ path: '/app/print/:doctype/:name', component: () => import('@/screens/print/PrintScreen.vue'), props: true },
		{ path: '/app/setup', component: () => import('@/screens/setup/SetupScreen.vue') },
		{ path: '/app/customize-form', component: () => import('@/screens/customize/CustomizeScreen.vue') },
		{ path: '/app/doctype-editor', component: () => import('@/screens/doctype-editor/FormsScreen.vue') },
		{ path: '/app/doctype-editor/:name', component: () => import('@/screens/doctype-editor/DoctypeEditorScreen.vue'), props: true },
		{ path: '/app/export-customizations', component: () => import('@/screens/customize/ExportScreen.vue') },
		{ path: '/app/api', component: () => import('@/screens/api/ApiScreen.vue') },
		{ path: '/app/data-import/:name', component: () => import('@/screens/transfer/ImportScreen.vue'), props: true },
		{ path: '/app/workflow/:name', component: () => import('@/screens/workflow/WorkflowScreen.vue'), props: true },
		{ path: '/app/workflow-builder/:name', redirect: (to) => `/app/workflow/${encodeURIComponent(String(to.params.name))}` },
		{ path: '/app/rq-job', component: () => import('@/screens/jobs/JobsScreen.vue') },
		{ path: '/app/scheduled-job-type', component: () => import('@/screens/jobs/ScheduleScreen.vue') },
		{ path: '/app/:parts+', component: () => import('@/screens/Resolve.vue') },
		{ path: '/:rest(.*)*', redirect: '/app' },
	],
})

router.beforeEach((to) => (boot.user.name === 'Guest' && !to.meta.bare ? { path: '/login', query: { 'redirect-to': to.fullPath } } : true))
