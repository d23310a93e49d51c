/** Whether a text holds something of the form of NetBird's setup keys, which are UUIDs. It must be neither shown nor rendered. */
export function holdsSetupKey(text: string): boolean {
  return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.test(text);
}
