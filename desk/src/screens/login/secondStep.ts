/** What the answer to a right password means for the screen: in, or a code first; and what was typed as a code. */
export interface SecondStep {
	id: string
	way: 'app' | 'mail'
	/** The app on the phone must be prepared first. */
	isFirst: boolean
	/** A picture for the app's camera and the same as letters; '' where the picture was mailed. */
	picture: string
	secret: string
	prompt: string
}

const DIGITS = 6

export function secondStep(answer: Record<string, unknown>): SecondStep | null {
	const told = answer.verification
	if (!answer.tmp_id || !told || typeof told !== 'object') return null
	const facts = told as Record<string, unknown>
	const picture = String(facts.qrcode ?? '')
	return {
		id: String(answer.tmp_id),
		way: facts.method === 'Email' ? 'mail' : 'app',
		isFirst: facts.setup === false,
		picture: picture.startsWith('data:image/svg+xml') ? picture : '',
		secret: inGroups(String(facts.secret ?? '')),
		prompt: String(facts.prompt ?? ''),
	}
}

/** Digits only: phones show them in two groups, and mails are copied with their dots. */
export function typedCode(text: string): string {
	return text.replace(/\D/g, '').slice(0, DIGITS)
}

export function isWhole(code: string): boolean {
	return code.length === DIGITS
}

/** Four letters at a time, as they are easily typed into a phone. */
function inGroups(secret: string): string {
	return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}
