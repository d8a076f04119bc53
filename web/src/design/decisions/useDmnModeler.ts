import { type RefObject, useEffect, useRef, useState } from 'react';
import DmnModeler from 'dmn-js/lib/Modeler';
import { useTranslation } from 'react-i18next';

import { translatorFor } from '../diagram/translate';
import dmnTexts from './dmn.zh.json';

/** A decision editor in `host`; `onEdited` gets the new file after each edit. The file is read once: remount for another. */
export function useDmnModeler(host: RefObject<HTMLDivElement | null>, dmn: string, onEdited: (dmn: string) => void): { ready: boolean; failed: string | null; } {
  const { i18n } = useTranslation();
  const [state, setState] = useState<{ ready: boolean; failed: string | null; }>({ ready: false, failed: null });
  const edited = useRef(onEdited);
  useEffect(() => {
    edited.current = onEdited;
  });
  const first = useRef({ dmn, language: i18n.language });

  useEffect(() => {
    if (!host.current) return;
    const modeler = new DmnModeler({ container: host.current, ...translations(first.current.language) });
    const save = watchEdits(modeler, (text) => edited.current(text));
    let gone = false;
    modeler.importXML(first.current.dmn).then(
      () => {
        const table = modeler.getViews().find((view) => view.type === 'decisionTable');
        if (!gone && table && modeler.getViews().filter((view) => view.type !== 'drd').length === 1) void modeler.open(table);
        if (!gone) setState({ ready: true, failed: null });
      },
      (error: Error) => {
        if (!gone) setState({ ready: false, failed: error.message });
      },
    );
    return () => {
      gone = true;
      void save().finally(() => modeler.destroy());
    };
  }, [host]);
  return state;
}

// dmn-js starts an editor of its own for each kind of view: each wants the translator.
function translations(language: string): object {
  const module = { translate: ['value', translatorFor(language, language === 'en' ? {} : dmnTexts)] };
  const own = { additionalModules: [module] };
  return { drd: own, decisionTable: own, literalExpression: own, boxedExpression: own };
}

function watchEdits(modeler: DmnModeler, tell: (dmn: string) => void): () => Promise<void> {
  const watched = new WeakSet<object>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    tell((await modeler.saveXML({ format: true })).xml);
  };
  const changed = (event?: { trigger?: string; }) => {
    if (event?.trigger === 'clear') return;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), 400);
  };
  modeler.on('viewer.created', ({ viewer }) => {
    if (watched.has(viewer)) return;
    watched.add(viewer);
    viewer.on('commandStack.changed', changed);
  });
  return save;
}
