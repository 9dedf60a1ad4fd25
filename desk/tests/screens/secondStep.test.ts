/** What a right password leads to. */
import { describe, expect, it } from 'vitest'
import { isWhole, secondStep, typedCode } from '@/screens/login/secondStep'

describe('the second step of signing in', () => {
	it('is not there for accounts that need no code', () => {
		expect(secondStep({ message: 'Logged In', home_page: '/app' })).toBeNull()
		expect(secondStep({ tmp_id: 'x' })).toBeNull()
	})

	it('shows the picture and the key once, before the app knows the account', () => {
		const answer = { tmp_id: 'n1', verification: { method: 'OTP App', setup: false, qrcode: 'data:image/svg+xml;charset=utf-8,x', secret: 'ABCDEFGHIJ' } }
		expect(secondStep(answer)).toEqual({ id: 'n1', way: 'app', isFirst: true, picture: 'data:image/svg+xml;charset=utf-8,x', secret: 'ABCD EFGH IJ', prompt: '' })
		expect(secondStep({ tmp_id: 'n1', verification: { method: 'OTP App', setup: true } })?.isFirst).toBe(false)
	})

	it('takes no picture from elsewhere', () => {
		expect(secondStep({ tmp_id: 'n1', verification: { method: 'OTP App', setup: false, qrcode: 'https://evil.example/x.png' } })?.picture).toBe('')
	})

	it('knows codes by mail', () => {
		expect(secondStep({ tmp_id: 'n1', verification: { method: 'Email', setup: true, prompt: 'p' } })).toMatchObject({ way: 'mail', isFirst: false, prompt: 'p' })
	})

	it('reads six digits however they were typed', () => {
		expect(typedCode(' 123 456 ')).toBe('123456')
		expect(typedCode('12.34.56.78')).toBe('123456')
		expect([isWhole(typedCode('12345')), isWhole(typedCode('123456'))]).toEqual([false, true])
	})
})
