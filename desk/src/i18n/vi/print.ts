/** Prints: preview, formats, several at once. */
export const viPrint: Record<string, string> = {
	'It begins as a copy of what the preview shows.': 'Mẫu mới bắt đầu như bản đang xem trước.',
	'Print {0}': 'In {0}', 'Take the PDF': 'Tải PDF', 'Print format': 'Mẫu in', 'All fields of the form': 'Mọi trường của biểu mẫu', 'Letter head': 'Đầu trang in', 'The usual one': 'Như thường dùng', None: 'Không có', Language: 'Ngôn ngữ',
	'New print format': 'Mẫu in mới', 'Name of the print format': 'Tên mẫu in', Begin: 'Bắt đầu', 'Change this format': 'Sửa mẫu in này', Preview: 'Xem trước', 'Print {0} records': 'In {0} bản ghi', 'With the letter head': 'Có tiêu đề thư',
}
