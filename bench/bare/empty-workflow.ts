/** Nothing at all: what a worker of the SDK costs by itself. */
export async function empty(): Promise<void> {
  // Nothing.
}
