/** What identity shows to people: signing in and out, registering, consenting. Pure functions from facts to HTML. */
import { isScope, wordsFor } from '../abilities.ts'
import { passwordLengthMin } from '../passwords.ts'
import { escapeHtml, frame } from './page-frame.ts'

export interface FormFacts {
  /** Where the form goes. */
  action: string
  csrf: string
  /** What went wrong, as a sentence. */
  error?: string | undefined
  /** The name as typed before. */
  name?: string | undefined
}

const hidden = (facts: FormFacts): string =>
  `<input type="hidden" name="csrf" value="${escapeHtml(facts.csrf)}">`

const errorLine = (error: string | undefined): string =>
  error ? `<p class="bad" role="alert" id="error">${escapeHtml(error)}</p>` : ''

const nameField = (facts: FormFacts): string => `
<label for="name">User name</label>
<input id="name" name="name" type="text" autocomplete="username" autocapitalize="none" spellcheck="false"
 required maxlength="64" value="${escapeHtml(facts.name ?? '')}"${facts.name ? '' : ' autofocus'}${facts.error ? ' aria-describedby="error"' : ''}>`

const passwordField = (facts: FormFacts, kind: 'current' | 'new'): string => `
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="${kind}-password" required maxlength="200"${facts.name ? ' autofocus' : ''}${kind === 'new' ? ` minlength="${passwordLengthMin}" aria-describedby="rule"` : ''}>`

export interface SignInFacts extends FormFacts {
  clientName: string
  firstParty: boolean
  /** Address of the registration page, if it is open. */
  registerUrl?: string | undefined
  /** No administrator exists yet; address where to make one. */
  setupUrl?: string | undefined
}

export function signInPage(facts: SignInFacts): string {
  const purpose = facts.firstParty
    ? 'to your music'
    : `to go on to <strong>${escapeHtml(facts.clientName)}</strong>`
  const register = facts.registerUrl
    ? `<p class="foot">New here? <a href="${escapeHtml(facts.registerUrl)}">Create an account</a></p>`
    : ''
  const setup = facts.setupUrl
    ? `<p class="bad" role="alert">There is no administrator yet. <a href="${escapeHtml(facts.setupUrl)}">Set one up</a> first.</p>`
    : ''
  return frame(
    'Sign in',
    `<h1>Sign in</h1>
<p class="soft">Sign in ${purpose}.</p>
${setup}${errorLine(facts.error)}
<form method="post" action="${escapeHtml(facts.action)}">
${hidden(facts)}${nameField(facts)}${passwordField(facts, 'current')}
<button type="submit">Sign in</button>
</form>
${register}`,
  )
}

export function registerPage(facts: FormFacts & { signInUrl: string }): string {
  return frame(
    'Create an account',
    `<h1>Create an account</h1>
<p class="soft">Pick a name that others on this server may see.</p>
${errorLine(facts.error)}
<form method="post" action="${escapeHtml(facts.action)}">
${hidden(facts)}${nameField(facts)}${passwordField(facts, 'new')}
<p class="hint" id="rule">At least ${passwordLengthMin} characters.</p>
<button type="submit">Create account</button>
</form>
<p class="foot">Have one already? <a href="${escapeHtml(facts.signInUrl)}">Sign in</a></p>`,
  )
}

export interface ConsentFacts extends FormFacts {
  clientName: string
  userName: string
  /** Where the app sends its users back to. */
  host: string
  scopes: readonly string[]
}

export function consentPage(facts: ConsentFacts): string {
  const lines = facts.scopes
    .filter(isScope)
    .map((scope) => `<li>${escapeHtml(wordsFor(scope))}</li>`)
  const list =
    lines.length > 0
      ? `<p>It will be able to:</p><ul>${lines.join('')}</ul>`
      : '<p>It will see the music catalog, and nothing of yours.</p>'
  return frame(
    'Allow access',
    `<h1>Allow ${escapeHtml(facts.clientName)}?</h1>
<p class="soft">You are signed in as ${escapeHtml(facts.userName)}. The app returns to ${escapeHtml(facts.host)}.</p>
${list}
<form method="post" action="${escapeHtml(facts.action)}">
${hidden(facts)}
<button type="submit" name="answer" value="allow">Allow</button>
<button type="submit" name="answer" value="deny" class="quiet">Cancel</button>
</form>`,
  )
}

/** `form` is the provider's own hidden form; the buttons belong to it by its id. */
export function signOutPage(form: string): string {
  return frame(
    'Sign out',
    `<h1>Sign out?</h1>
<p class="soft">This ends your session in this browser.</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button type="submit" form="op.logoutForm" class="quiet">Stay signed in</button>`,
  )
}

export const signedOutPage = (homeUrl: string): string =>
  frame(
    'Signed out',
    `<h1>You are signed out</h1>
<p class="soft">Your music stays right here.</p>
<p><a href="${escapeHtml(homeUrl)}">Back to Backbeat</a></p>`,
  )

export const errorPage = (message: string, homeUrl: string): string =>
  frame(
    'That did not work',
    `<h1>That did not work</h1>
<p class="bad" role="alert">${escapeHtml(message)}</p>
<p><a href="${escapeHtml(homeUrl)}">Start again</a></p>`,
  )
