/**
 * The description of a route that a site owns. The mark in it says whose it is: a route without it was made by
 * somebody else.
 */
export function markedDescription(description: string, owner: string): string {
  return `${description} [cdk8s-netbird:${owner}]`.trim();
}

/** Whose route it is by its description; undefined for one that was made by hand. */
export function ownerIn(description: string): string | undefined {
  return /\[cdk8s-netbird:([^\]]+)\]/.exec(description)?.[1];
}
