/** Vietnamese for words of the framework's own metadata, used where the server's dictionary has none. */
export const viMetadata: Record<string, string> = {
	ID: 'Mã', 'Created By': 'Người tạo', 'Created On': 'Ngày tạo', 'Last Updated On': 'Cập nhật lần cuối', 'Last Updated By': 'Người cập nhật', 'Document Status': 'Trạng thái văn bản',
	Index: 'Thứ tự', Tags: 'Thẻ', 'Assigned To': 'Giao cho', Comments: 'Bình luận', 'Liked By': 'Người thích', New: 'Mới', 'Not Saved': 'Chưa lưu', Draft: 'Dự thảo', Cancelled: 'Đã hủy',
	Submitted: 'Đã trình', Enabled: 'Đang dùng', Disabled: 'Ngừng dùng', Open: 'Đang mở', Closed: 'Đã đóng', Completed: 'Hoàn thành', Pending: 'Đang chờ', Approved: 'Đã duyệt', Rejected: 'Bị từ chối',
	Data: 'Dòng chữ', 'Small Text': 'Đoạn chữ ngắn', Text: 'Đoạn chữ', 'Long Text': 'Đoạn chữ dài', 'Text Editor': 'Văn bản có định dạng', 'HTML Editor': 'Mã HTML', 'Markdown Editor': 'Văn bản Markdown',
	Code: 'Mã lệnh', JSON: 'JSON', Int: 'Số nguyên', Float: 'Số thập phân', Currency: 'Số tiền', Percent: 'Phần trăm', Check: 'Ô đánh dấu', Select: 'Danh sách chọn', Link: 'Liên kết', 'Dynamic Link': 'Liên kết động',
	Date: 'Ngày', Datetime: 'Ngày giờ', Time: 'Giờ', Duration: 'Khoảng thời gian', Rating: 'Đánh giá sao', Color: 'Màu', Icon: 'Biểu tượng', Phone: 'Số điện thoại', Autocomplete: 'Gợi ý', 'Read Only': 'Chỉ đọc',
	Password: 'Mật khẩu', Attach: 'Tệp đính kèm', 'Attach Image': 'Ảnh đính kèm', Image: 'Ảnh', Signature: 'Chữ ký', Barcode: 'Mã vạch', Geolocation: 'Vị trí', Table: 'Bảng', 'Table MultiSelect': 'Chọn nhiều',
	Button: 'Nút bấm', HTML: 'HTML', Heading: 'Tiêu đề', 'Section Break': 'Ngắt phần', 'Column Break': 'Ngắt cột', 'Tab Break': 'Ngắt thẻ', Fold: 'Phần gập',
	Report: 'Báo cáo', User: 'Người dùng', Role: 'Vai trò', DocType: 'Loại hồ sơ', ToDo: 'Việc cần làm', Workflow: 'Luồng xử lý', 'Workflow State': 'Trạng thái luồng', Workspace: 'Trang làm việc', File: 'Tệp',
	'Customize Form': 'Tùy chỉnh biểu mẫu', 'Custom Field': 'Trường bổ sung', 'System Manager': 'Quản trị hệ thống', Administrator: 'Quản trị', All: 'Tất cả', Guest: 'Khách', 'Desk User': 'Người dùng nội bộ',
	'User Details': 'Thông tin tài khoản', 'Roles & Permissions': 'Vai trò và quyền', 'More Information': 'Thông tin thêm', 'Basic Info': 'Thông tin cơ bản', 'Middle Name': 'Tên đệm', 'Time Zone': 'Múi giờ', 'Send Welcome Email': 'Gửi thư chào',
	Reference: 'Tham chiếu', 'Reference Type': 'Loại hồ sơ tham chiếu', 'Reference Name': 'Hồ sơ tham chiếu', 'Assigned By': 'Người giao', 'Allocated To': 'Giao cho', 'Assignment Rule': 'Quy tắc giao việc', Medium: 'Trung bình', High: 'Cao', Low: 'Thấp',
	Label: 'Nhãn', Type: 'Loại', Options: 'Lựa chọn', 'Default value': 'Giá trị mặc định', Description: 'Mô tả', Required: 'Bắt buộc', Hidden: 'Ẩn', 'In list': 'Trong danh sách', 'As filter': 'Làm bộ lọc',
	'May change after submitting': 'Được sửa sau khi trình', Bold: 'In đậm', Rules: 'Quy tắc', 'Shown when': 'Hiện khi', 'Required when': 'Bắt buộc khi', 'Read only when': 'Chỉ đọc khi', 'Copy from': 'Chép từ', 'Permission level': 'Mức quyền', 'Read only': 'Chỉ đọc',
	'Choices, one per line; for a link the name of the form it points to.': 'Các lựa chọn, mỗi dòng một mục; với liên kết: tên biểu mẫu được liên kết.',
	'One sentence under the field that helps to fill it in.': 'Một câu dưới trường, giúp người điền.', 'For example: eval:doc.status=="Open"': 'Ví dụ: eval:doc.status=="Open"',
}
