/** Reads the text of a stored barcode, which is either the text itself or stock's SVG around it. */
export function barcodeText(value: unknown): string {
	const text = String(value ?? '')
	if (!text.startsWith('<svg')) return text
	return /data-barcode-value="([^"]*)"/.exec(text)?.[1] ?? ''
}
