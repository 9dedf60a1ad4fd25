/** Reports, dashboards, workspaces that people arrange themselves. */
export const viInsight: Record<string, string> = {
	'Nothing stands here for you': 'Ở đây không có gì dành cho bạn', 'The dashboard is empty, or its charts are about records that you may not read.': 'Bảng theo dõi này còn trống, hoặc các biểu đồ nói về bản ghi mà bạn không được xem.',
	'{0}: {1} in all': '{0}: tất cả {1}',
	// workspaces
	'Edit this page': 'Sửa trang này', 'New page, only for me': 'Trang mới, chỉ mình tôi thấy', 'New page for everybody': 'Trang mới cho mọi người', 'Name of the page': 'Tên trang', Create: 'Tạo', 'Delete this page': 'Xóa trang này',
	'Delete the page {0}? Records and charts stay.': 'Xóa trang {0}? Bản ghi và biểu đồ vẫn còn.', 'The page was deleted.': 'Đã xóa trang.', 'The page was saved.': 'Đã lưu trang.',
	'Put parts in order, change their width, add or remove them.': 'Sắp xếp các phần, đổi độ rộng, thêm hoặc bỏ bớt.', 'Add a shortcut, a figure or a chart.': 'Hãy thêm lối tắt, con số hoặc biểu đồ.', 'Width of {0}': 'Độ rộng của {0}',
	'A quarter': 'Một phần tư', 'A third': 'Một phần ba', Half: 'Một nửa', 'Full width': 'Cả hàng',
	Figure: 'Con số', Shortcut: 'Lối tắt', 'Newest records': 'Bản ghi mới nhất', 'Group of links': 'Nhóm liên kết', Heading: 'Tiêu đề', Text: 'Đoạn chữ', 'Empty space': 'Khoảng trống', 'Own block': 'Khối riêng', Introduction: 'Hướng dẫn ban đầu',
	'A shortcut': 'Lối tắt', 'A figure': 'Con số', 'A chart': 'Biểu đồ', 'The newest records of a list': 'Bản ghi mới nhất của một danh sách', 'A group of links': 'Nhóm liên kết', 'A heading': 'Tiêu đề',
	'Empty: the name of what you chose': 'Để trống thì lấy tên của mục đã chọn', 'Leads to': 'Dẫn tới', 'Which one': 'Mục nào', 'List of records': 'Danh sách bản ghi', 'List {0}': 'Danh sách {0}', Dashboard: 'Bảng theo dõi',
	'There is none yet. Make one from a report: group it, then choose "Add a chart to a page".': 'Chưa có mục nào. Hãy tạo từ một báo cáo: nhóm số liệu, rồi chọn "Thêm biểu đồ vào trang".',
	// reports
	Chart: 'Biểu đồ', 'No chart': 'Không vẽ biểu đồ', Columns: 'Cột', Line: 'Đường', Pie: 'Tròn', Ring: 'Vành khuyên', '{0} groups': '{0} nhóm', 'Total of this page': 'Tổng của trang này',
	'Group and count': 'Nhóm và tính', 'One row for each': 'Mỗi dòng là một', 'and then for each': 'rồi chia tiếp theo', 'Side by side (optional)': 'Chia thành các cột theo (không bắt buộc)', Nothing: 'Không chia', 'Part of the date': 'Phần của ngày',
	'by month': 'theo tháng', 'by quarter': 'theo quý', 'by year': 'theo năm', 'by day': 'theo ngày', Figures: 'Con số cần tính', 'Add a figure': 'Thêm con số', 'Number of records': 'Số lượng bản ghi', Lowest: 'Nhỏ nhất', Highest: 'Lớn nhất',
	'The chart shows the first {0} groups.': 'Biểu đồ chỉ vẽ {0} nhóm đầu tiên.', 'PDF, for printing': 'PDF, để in', 'Save under another name': 'Lưu thành tên khác', 'Who may open it': 'Ai được mở', 'Roles on the record of the report': 'Các vai trò ghi trên báo cáo',
	'Delete the report': 'Xóa báo cáo', 'Delete the report {0}? The records stay.': 'Xóa báo cáo {0}? Các bản ghi vẫn còn nguyên.', 'The report was deleted.': 'Đã xóa báo cáo.',
	'Add a chart to a page': 'Thêm biểu đồ vào trang', 'On a dashboard or a workspace': 'Vào bảng theo dõi hoặc trang làm việc', 'Name of the chart': 'Tên biểu đồ', 'Where to': 'Đặt ở đâu', 'Workspace: {0}': 'Trang làm việc: {0}', 'Dashboard: {0}': 'Bảng theo dõi: {0}', 'A new dashboard with this name': 'Bảng theo dõi mới, cùng tên này',
	'The chart stands on {0} now.': 'Đã đặt biểu đồ vào {0}.', 'Save the report first: a chart with several groups or figures is drawn from the saved report.': 'Hãy lưu báo cáo trước: biểu đồ nhiều nhóm hoặc nhiều con số được vẽ từ báo cáo đã lưu.',
	'Send it by e-mail regularly': 'Gửi định kỳ qua thư điện tử', 'Send to': 'Gửi tới', 'One address on each line': 'Mỗi địa chỉ một dòng', 'How often': 'Bao lâu một lần', 'Every day': 'Hằng ngày', 'Every working day': 'Các ngày làm việc', 'Every Monday': 'Thứ Hai hằng tuần', 'On the first of the month': 'Ngày đầu tháng', As: 'Dưới dạng', 'A table in the message': 'Bảng ngay trong thư',
	'The report will be sent: with the rows that you may see.': 'Báo cáo sẽ được gửi, với các dòng mà bạn được xem.',
	'The report is being made. You may leave this page and come back.': 'Đang lập báo cáo. Bạn có thể rời trang này rồi quay lại.', 'As of {0}.': 'Số liệu lúc {0}.', 'This report takes a while, so it is made in the background.': 'Báo cáo này cần thời gian nên được lập ở chế độ nền.', 'Make it anew': 'Lập lại', 'Make the report': 'Lập báo cáo',
}
