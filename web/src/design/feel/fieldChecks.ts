import { linter, type Diagnostic } from '@codemirror/lint';
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView, showPanel, type Panel } from '@codemirror/view';
import type { TFunction } from 'i18next';

import { checkFeel, type FeelProblem } from './check';
import './feel.css';

const FIELDS = '.bio-properties-panel-feel-editor-container .cm-editor, .bio-properties-panel-feel-popup .cm-editor';
const DELAY_MS = 300;

/** Adds our checks to every FEEL field that appears under `root`; the returned function stops it. */
export function watchFields(root: HTMLElement, names: () => string[], t: TFunction<'design'>): () => void {
  const seen = new WeakSet<EditorView>();
  const extension = checks(names, t);
  const look = () => {
    for (const dom of root.querySelectorAll<HTMLElement>(FIELDS)) {
      const view = EditorView.findFromDOM(dom);
      if (!view || seen.has(view)) continue;
      seen.add(view);
      view.dispatch({ effects: StateEffect.appendConfig.of(extension) });
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(root, { childList: true, subtree: true });
  look();
  return () => observer.disconnect();
}

const found = StateEffect.define<FeelProblem[]>();

function checks(names: () => string[], t: TFunction<'design'>): Extension {
  const problems = StateField.define<FeelProblem[]>({
    create: () => [],
    update: (value, transaction) => transaction.effects.reduce((last, effect) => (effect.is(found) ? effect.value : last), value),
    provide: (field) => showPanel.from(field, (value) => (value.length > 0 ? () => panelOf(value, t) : null)),
  });
  const check = linter(async (view) => {
    const text = view.state.doc.toString();
    const { parseExpression } = await import('feelin');
    const value = checkFeel(parseExpression, text, names());
    if (view.state.doc.toString() === text) view.dispatch({ effects: found.of(value) });
    // What cannot be read is underlined by the editor itself.
    return value.filter(({ code }) => code !== 'syntax').map((problem) => diagnosticOf(problem, t));
  }, { delay: DELAY_MS });
  return [problems, check];
}

function diagnosticOf(problem: FeelProblem, t: TFunction<'design'>): Diagnostic {
  return { from: problem.from, to: problem.to, severity: 'warning', message: told(problem, t) };
}

function told({ code, from, name }: FeelProblem, t: TFunction<'design'>): string {
  return t(`feel.${code}`, { at: from + 1, name });
}

function panelOf(problems: FeelProblem[], t: TFunction<'design'>): Panel {
  const dom = document.createElement('div');
  dom.className = 'gas-feel-problems';
  dom.setAttribute('role', 'status');
  for (const problem of problems) {
    const line = document.createElement('div');
    line.className = problem.code === 'syntax' ? 'gas-feel-error' : 'gas-feel-hint';
    line.textContent = told(problem, t);
    dom.append(line);
  }
  return { dom };
}
