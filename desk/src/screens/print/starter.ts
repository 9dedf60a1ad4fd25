/** A print format to begin with: every printable field of a form, in Jinja that stock reads as well. */
import { TABLE_TYPES } from '@/meta/fieldtypes'
import { isSet, type DocField, type MetaDoc } from '@/meta/types'

const SILENT = new Set(['Section Break', 'Column Break', 'Tab Break', 'HTML', 'Button', 'Fold', 'Heading', 'Password', 'Image', 'Geolocation'])
const PICTURES = new Set(['Attach Image', 'Signature'])
const escape = (text: string) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] as string)

const isPrinted = (df: DocField) => !isSet(df.hidden) && !isSet(df.print_hide) && !SILENT.has(df.fieldtype)

function value(df: DocField, from: string): string {
	if (PICTURES.has(df.fieldtype)) return `{% if ${from}.${df.fieldname} %}<img src="{{ ${from}.${df.fieldname} }}" alt="" style="max-height:3cm">{% endif %}`
	if (df.fieldtype === 'Check') return `{{ "x" if ${from}.${df.fieldname} else "" }}`
	return `{{ ${from}.get_formatted("${df.fieldname}") or "" }}`
}
function table(df: DocField, child: MetaDoc | undefined, word: (text: string) => string): string {
	const columns = (child?.fields ?? []).filter(isPrinted)
	const head = columns.map((column) => `<th>${escape(word(column.label ?? column.fieldname))}</th>`).join('')
	const cells = columns.map((column) => `<td>${value(column, 'row')}</td>`).join('')
	return `{% if doc.${df.fieldname} %}\n<h4>${escape(word(df.label ?? ''))}</h4>\n<table class="table table-bordered">\n<thead><tr><th>#</th>${head}</tr></thead>\n<tbody>\n{% for row in doc.${df.fieldname} %}\n<tr><td>{{ row.idx }}</td>${cells}</tr>\n{% endfor %}\n</tbody>\n</table>\n{% endif %}`
}

/** `word` translates labels, `childOf` gives the definition of a table's rows. */
export function starterFormat(meta: MetaDoc, childOf: (doctype: string) => MetaDoc | undefined, word: (text: string) => string): string {
	const fields = meta.fields.filter(isPrinted)
	const plain = fields.filter((df) => !TABLE_TYPES.has(df.fieldtype))
	const rows = plain.map((df) => `<tr><td style="width:5cm"><b>${escape(word(df.label ?? df.fieldname))}</b></td><td>${value(df, 'doc')}</td></tr>`)
	return [
		'{%- from "templates/print_formats/standard_macros.html" import add_header -%}',
		'{{ add_header(1, 1, doc, letter_head, no_letterhead, footer, print_settings) }}',
		...(rows.length ? ['<table class="table">', ...rows, '</table>'] : []),
		...fields.filter((df) => TABLE_TYPES.has(df.fieldtype)).map((df) => table(df, childOf(String(df.options)), word)),
		'{% if footer and not no_letterhead %}<div>{{ footer }}</div>{% endif %}',
	].join('\n')
}
