/**
 * A reason not to start that the person at the terminal can do something about. The message is one
 * paragraph in plain words; main prints it without a stack and ends with exit code 1.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
