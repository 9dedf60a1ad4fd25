/** Vietnamese for scripts and code. */
export const viScripts: Record<string, string> = {
	'Tab indents the line. Press Escape, then Tab, to leave the field.': 'Phím Tab thụt dòng. Bấm Escape rồi Tab để rời ô này.',
	'Line {0}: {1}': 'Dòng {0}: {1}',
	'Client Script “{0}”, line {1}: {2}': 'Kịch bản biểu mẫu “{0}”, dòng {1}: {2}',
	'Client Script “{0}” failed ({1}): {2}': 'Kịch bản biểu mẫu “{0}” bị lỗi ({1}): {2}',
	'Name of the record': 'Tên gọi của bản ghi này',
	'could not be loaded': 'không tải được',
}
