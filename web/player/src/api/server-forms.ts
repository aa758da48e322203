/**
 * Fills in the server's own HTML forms by script, where a page of their own would only repeat a question that the player
 * has just asked: signing out, and the first sign-in right after setup.
 */
import { ApiError } from './api-error.ts'

/** Opens a page and sends its first form with these fields; resolves with the response after all redirects. */
export async function submitPageForm(
  page: string,
  fields: Record<string, string>,
): Promise<Response> {
  const response = await fetch(page, { headers: { accept: 'text/html' } })
  const html = new DOMParser().parseFromString(await response.text(), 'text/html')
  const form = html.querySelector('form')
  // No form: a session exists and the server went on by itself.
  if (!form) return response
  const body = new URLSearchParams(fields)
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type="hidden"]')) {
    body.set(input.name, input.value)
  }
  const action = new URL(form.getAttribute('action') ?? '', response.url)
  const answer = await fetch(action, { method: 'POST', body, headers: { accept: 'text/html' } })
  if (!answer.ok) throw new ApiError(answer.status, 'form-refused', 'The server refused the form.')
  return answer
}
