/** Decides which screen an address of stock Frappe's form opens: /app/<slug>, …/view/<view>, …/<name>, /app/<page>. */
import { createRouter, createWebHistory } from 'vue-router'
import { boot } from '@/stores/boot'

export const router = createRouter({
	history: createWebHistory(),
	scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
	routes: [
		{ path: '/login', component: () => import('@/screens/login/LoginScreen.vue'), meta: { bare: true } },
		{ path: '/update-password', component: () => import('@/screens/login/LoginScreen.vue'), meta: { bare: true } },
		{ path: '/app', component: () => import('@/screens/home/HomeScreen.vue') },
		{ path: '/app/home', redirect: '/app' },
		{ path: '/app/query-report/:report', component: () => import('@/screens/query-report/QueryReportScreen.vue'), props: true },
		{ path: '/app/permission-manager', component: () => import('@/screens/permissions/PermissionsScreen.vue') },
		{ path: '/app/customize-form', component: () => import('@/screens/customize/CustomizeScreen.vue') },
		{ path: '/app/:parts+', component: () => import('@/screens/Resolve.vue') },
		{ path: '/:rest(.*)*', redirect: '/app' },
	],
})

router.beforeEach((to) => (boot.user.name === 'Guest' && !to.meta.bare ? { path: '/login', query: { 'redirect-to': to.fullPath } } : true))
