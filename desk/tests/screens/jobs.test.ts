/** How background jobs and scheduled work read. */
import { beforeAll, describe, expect, it } from 'vitest'
import { setLanguage } from '@/i18n'
import { actsOf, endOf, lastLine, lengthOf, queueName, rhythmOf, stateOf, titleOf } from '@/screens/jobs/jobs'

beforeAll(() => setLanguage('vi', {}))

describe('a background job', () => {
	it('has words for the work of the framework, and its path for that of apps', () => {
		expect(titleOf('frappe.email.queue.flush')).toBe('Gửi thư đang chờ')
		expect(titleOf('my_app.reports.make_yearly_report')).toBe('my_app.reports.make_yearly_report')
	})

	it('offers what its state allows', () => {
		expect([actsOf('failed'), actsOf('canceled'), actsOf('finished'), actsOf('queued'), actsOf('started')]).toEqual([['retry', 'remove'], ['retry', 'remove'], ['remove'], ['stop'], ['stop']])
		expect([stateOf('failed').tone, stateOf('scheduled').label(), stateOf('unheard of').label()]).toEqual(['red', 'Sẽ thử lại', 'unheard of'])
	})

	it('shows the last line of its trace', () => {
		expect(lastLine('Traceback\n  File "x"\nKeyError: 1\n\n')).toBe('KeyError: 1')
		expect([lastLine(null), lastLine('')]).toEqual(['', ''])
	})

	it('says how long it took', () => {
		expect([lengthOf(0.44), lengthOf(42.3), lengthOf(125), lengthOf(3_720), lengthOf(null)]).toEqual(['0,4 giây', '42 giây', '2 phút 5 giây', '1 giờ 2 phút', ''])
	})

	it('keeps the name of a queue of one’s own', () => {
		expect([queueName('long'), queueName('night')]).toEqual(['Việc dài', 'night'])
	})
})

describe('scheduled work', () => {
	it('says how often it runs', () => {
		expect([rhythmOf({ frequency: 'Daily Long' }), rhythmOf({ frequency: 'Cron', cron_format: '*/5 * * * *' }), rhythmOf({ frequency: 'Never' })]).toEqual(['Hằng ngày', 'Theo quy tắc */5 * * * *', 'Never'])
	})

	it('says how the last turn ended', () => {
		expect([endOf('Complete')?.tone, endOf('Failed')?.tone, endOf('Scheduled')?.label, endOf(null)]).toEqual(['green', 'red', 'Đang chạy', null])
	})
})
