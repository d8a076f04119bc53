import type { parseExpression } from 'feelin';

import { FUNCTIONS } from './functions';

export interface FeelProblem {
  code: 'syntax' | 'unknownVariable' | 'unknownFunction';
  from: number;
  to: number;
  name: string;
}

type Parse = typeof parseExpression;
type Node = ReturnType<ReturnType<Parse>['cursor']>['node'];

const ALWAYS = new Set(['item', 'partial', '?']);
const FUNCTION_NAMES = new Set(FUNCTIONS.map(({ name }) => name));
const MOST = 20;

/** What is wrong with an expression: where it cannot be read, or which names nothing in the definition writes. */
export function checkFeel(parse: Parse, text: string, variables: Iterable<string>): FeelProblem[] {
  if (text.trim() === '') return [];
  const known = new Set(variables);
  const names = Object.fromEntries([...known, ...FUNCTION_NAMES].map((name) => [name, null]));
  const tree = parse(text, names, 'camunda');
  const syntax: FeelProblem[] = [];
  const bound = new Set<string>();
  const read: Node[] = [];
  tree.iterate({
    enter: ({ node, name, from, to }) => {
      if (node.type.isError) syntax.push({ code: 'syntax', from, to, name: text.slice(from, to) });
      if (name === 'Name') bound.add(text.slice(from, to));
      if (name === 'VariableName') read.push(node);
      return name !== 'Type';
    },
  });
  if (syntax.length > 0) return syntax.slice(0, 1);
  return read.flatMap((node) => unknown(node, text, known, bound)).slice(0, MOST);
}

function unknown(node: Node, text: string, known: Set<string>, bound: Set<string>): FeelProblem[] {
  const name = text.slice(node.from, node.to);
  if (known.has(name) || bound.has(name) || ALWAYS.has(name)) return [];
  const place = { from: node.from, to: node.to, name };
  if (called(node)) return FUNCTION_NAMES.has(name) ? [] : [{ code: 'unknownFunction', ...place }];
  return FUNCTION_NAMES.has(name) || inFilter(node) ? [] : [{ code: 'unknownVariable', ...place }];
}

function called(node: Node): boolean {
  return node.parent?.name === 'FunctionInvocation' && node.parent.firstChild?.from === node.from;
}

// Inside the brackets of a filter a name may be an entry of the items, which nothing here knows.
function inFilter(node: Node): boolean {
  for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
    if (parent.name === 'FilterExpression' && parent.firstChild?.from !== child.from) return true;
  }
  return false;
}
