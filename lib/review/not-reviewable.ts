/** The review cannot look: nothing is known about any change. The message says why, and what to do. */
export class NotReviewable extends Error {
  constructor(reason: string, remedy: string) {
    super(`${reason}\n    ${remedy}`);
    this.name = 'NotReviewable';
  }
}
