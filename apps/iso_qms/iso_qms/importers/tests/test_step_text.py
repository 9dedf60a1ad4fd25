"""Reading steps, time limits, results and papers out of published text."""

import unittest

from iso_qms.importers.service_text import read_papers, read_result, read_time_limit
from iso_qms.importers.step_text import NOT_READ, PARTLY_READ, READ, read_steps


class TestStepText(unittest.TestCase):
	def test_numbered_lines_become_steps(self):
		"""Bullets, letters and colons around the heading do not matter."""
		reading = read_steps(
			"- Bước 1: Nộp hồ sơ.\nTại bộ phận một cửa.\nb) Bước 2. Thẩm định\n+ Bước 3: Trả "
			"kết quả"
		)

		self.assertEqual(reading.status, READ)
		self.assertEqual(
			[step.name for step in reading.steps], ["Nộp hồ sơ", "Thẩm định", "Trả kết quả"]
		)
		self.assertIn("một cửa", reading.steps[0].text)

	def test_mention_of_a_step_is_not_a_step(self):
		"""A reference to an earlier step stays in the text of its step."""
		reading = read_steps(
			"Bước 1: Tiếp nhận\nBước 2: Nếu thiếu thì quay lại Bước 1 để bổ sung.\nBước 3: Ký"
		)

		self.assertEqual([step.number for step in reading.steps], [1, 2, 3])
		self.assertEqual(reading.status, READ)

	def test_count_beginning_again_is_another_case(self):
		"""A second heading 1 opens the next case."""
		reading = read_steps("Bước 1: a\nBước 2: b\nBước 1: c\nBước 2: d")

		self.assertEqual(
			[(step.branch, step.number) for step in reading.steps],
			[(1, 1), (1, 2), (2, 1), (2, 2)],
		)

	def test_gap_and_leading_text_are_named(self):
		"""What is not understood is named, and what is understood is kept."""
		reading = read_steps("Trường hợp cấp lại:\nBước 1: a\nBước 3: c")

		self.assertEqual(reading.status, PARTLY_READ)
		self.assertEqual(len(reading.notes), 2)
		self.assertEqual([step.number for step in reading.steps], [1, 3])

	def test_text_without_steps_is_not_read(self):
		"""Running text gives no steps and says so."""
		for text in ("Người dân nộp hồ sơ.", "", None):
			self.assertEqual(read_steps(text).status, NOT_READ)

	def test_long_first_line_is_shortened_and_kept(self):
		"""The name is short; the whole line stays in the text."""
		line = "Cơ quan tiếp nhận " + "kiểm tra hồ sơ " * 20
		step = read_steps(f"Bước 1: {line}").steps[0]

		self.assertLessEqual(len(step.name), 140)
		self.assertIn(line.strip(), step.text)


class TestServiceText(unittest.TestCase):
	def test_time_limit_with_unit(self):
		"""The cell behind the channel is read, the longest one counts."""
		head = "Hình thức nộpThời gianPhí, lệ phíMô tả"
		limit = read_time_limit(
			head + "Trực tuyến5 Ngày làm việcMiễn phíTrực tiếp7 Ngày làm việc20.000 đồng"
		)

		self.assertEqual((limit.amount, limit.unit), (7, "Working Days"))
		self.assertTrue(limit.note)
		self.assertEqual(limit.fees, "Miễn phí")

	def test_number_without_unit_is_no_limit(self):
		"""A bare number may be days or anything: it is not guessed."""
		limit = read_time_limit("Mô tảTrực tiếp1Miễn phí")

		self.assertEqual(
			(limit.amount, limit.unit, limit.note), (0, "", "number without a unit")
		)

	def test_results_and_codes(self):
		"""Names and codes are taken apart; furniture of the page is dropped."""
		text = (
			"Giấy khai sinhMã: KQ.G15.000031Trích lụcMã: KQ.G15.000033Từ khóaKhông có thông tin"
		)

		self.assertEqual(
			read_result(text), ("Giấy khai sinh; Trích lục", "KQ.G15.000031; KQ.G15.000033")
		)

	def test_papers_with_counts(self):
		"""A year at the end of a name does not melt into the count."""
		papers = read_papers(
			"--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai1 bản chínhGiấy theo Nghị định "
			"48/20200 bản chính,1 bản sao"
		)

		self.assertEqual(
			[(paper.name, paper.originals, paper.copies) for paper in papers],
			[("Tờ khai", 1, 0), ("Giấy theo Nghị định 48/2020", 0, 1)],
		)
