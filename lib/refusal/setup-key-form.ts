const FORM = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const EVERY_FORM = new RegExp(FORM, 'gi');

/** What is said where one stands that would be rendered. */
export const SETUP_KEY_PROBLEM = {
  reason: 'It has the form of a setup key (a UUID), and would be in Git for ever.',
  remedy: 'Take it out; if it is a key, revoke it in NetBird.',
} as const;

/** Whether a text holds something of the form of NetBird's setup keys, which are UUIDs. It must be neither shown nor rendered. */
export function holdsSetupKey(text: string): boolean {
  return FORM.test(text);
}

/** The text with something else in the place of each part that has this form. */
export function replaceSetupKeys(text: string, replace: (key: string) => string): string {
  return text.replace(EVERY_FORM, replace);
}
