const WITHIN_MS = 20_000;
const POLL_MS = 50;

/**
 * Repeats a check until it passes: what the API server and its controllers do with an object comes a moment after they
 * accepted it.
 *
 * @throws what the check throws at last
 */
export async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
