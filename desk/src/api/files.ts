/** Decides how a file reaches the server, with progress, since offices' lines are slow. */
import { csrfToken } from './client'
import { errorFrom, type ErrorBody } from './errors'
import type { Attachment } from './forms'

export interface UploadTarget { doctype?: string; docname?: string; fieldname?: string; isPrivate?: boolean }

export function uploadFile(file: File, target: UploadTarget, onProgress: (percent: number) => void = () => undefined): Promise<Attachment> {
	const form = new FormData()
	form.append('file', file, file.name)
	form.append('is_private', target.isPrivate === false ? '0' : '1')
	form.append('folder', 'Home/Attachments')
	for (const key of ['doctype', 'docname', 'fieldname'] as const) if (target[key]) form.append(key, target[key])
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest()
		request.open('POST', '/api/method/upload_file')
		request.setRequestHeader('Accept', 'application/json')
		if (csrfToken()) request.setRequestHeader('X-Frappe-CSRF-Token', csrfToken())
		request.upload.onprogress = (event) => onProgress(Math.round((event.loaded / Math.max(event.total, 1)) * 100))
		request.onerror = () => reject(errorFrom(0, { exc_type: 'NetworkError' }))
		request.onload = () => {
			const body = parse(request.responseText)
			if (request.status < 300) resolve(body.message as Attachment)
			else reject(errorFrom(request.status, body))
		}
		request.send(form)
	})
}

function parse(text: string): ErrorBody {
	try {
		return JSON.parse(text) as ErrorBody
	} catch {
		return {}
	}
}
