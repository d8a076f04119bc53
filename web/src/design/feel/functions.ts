import known from './functions.json';
import type { FeelVariable } from './variables';

/** The engine's built-in functions (a test on the server holds the list against the engine). */
export const FUNCTIONS: { name: string; params: string[]; result: string | null; }[] = known;

// The editor brings its own list, which tells more of each; these it does not have.
const NOT_IN_EDITOR = new Set(['is', 'list replace', 'range']);

/** The functions that the FEEL editor of the properties panel does not know by itself. */
export function ownFunctions(): FeelVariable[] {
  return FUNCTIONS.filter(({ name }) => NOT_IN_EDITOR.has(name)).map(({ name, params, result }) => ({
    name,
    type: 'function',
    detail: result ?? undefined,
    params: params.map((param) => ({ name: param })),
  }));
}
