/** Mails from forms, repetition, reminders. */
export const viMail: Record<string, string> = {
	'Send by e-mail': 'Gửi thư điện tử', 'Several addresses are separated by commas.': 'Nhiều địa chỉ thì cách nhau bằng dấu phẩy.', 'Copy to': 'Đồng gửi', 'Start from a template': 'Dùng mẫu thư', Subject: 'Tiêu đề', 'What the mail says': 'Nội dung thư', 'To whom': 'Người nhận', 'Attach the print of this record': 'Đính kèm bản in của bản ghi này', 'Send me a copy': 'Gửi cho tôi một bản', Send: 'Gửi', 'The mail is on its way': 'Thư đang được gửi',
	'How often': 'Bao lâu một lần', 'From which day': 'Từ ngày', 'Until which day': 'Đến ngày', 'Left empty, it goes on until it is switched off.': 'Để trống thì lặp đến khi có người tắt.', 'Repeat {0}': 'Lặp lại {0}', Repeat: 'Lặp lại', 'A copy will be made at each of these dates.': 'Đến mỗi kỳ, hệ thống sẽ tạo một bản sao.', 'Repeat at fixed times': 'Lặp lại theo kỳ', 'Open its repetition': 'Mở lịch lặp lại',
	'Remind me': 'Nhắc tôi', When: 'Lúc nào', 'What about': 'Nhắc việc gì', 'You will find it under the bell at that time.': 'Đến giờ, lời nhắc sẽ hiện ở chuông thông báo.',
	'sent a mail to {0}': 'đã gửi thư tới {0}', 'a mail went to {0} by rule': 'hệ thống đã gửi thư tới {0}', 'and could not be delivered': 'nhưng chưa tới nơi',
}
