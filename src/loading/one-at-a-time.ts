/** Runs a task that takes its time never twice at once: asked for meanwhile, it runs once more after its end. */
export function oneAtATime(task: () => Promise<void>): () => void {
  let running = false;
  let again = false;

  async function run(): Promise<void> {
    running = true;
    while (again) {
      again = false;
      await task();
    }
    running = false;
  }

  return () => {
    again = true;
    if (!running) void run();
  };
}
