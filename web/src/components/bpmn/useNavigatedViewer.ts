import { useEffect, useRef, useState, type RefObject } from 'react';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { useTranslation } from 'react-i18next';

import { type Named, toEnglish } from './englishNames';
import { showReadably } from './view';

interface Clicked {
  element: { id: string; type: string; };
}

interface Parsed {
  elementsById?: Record<string, Named>;
}

export interface LoadedViewer {
  viewer: NavigatedViewer | null;
  failed: string | null;
}

const NOTHING: LoadedViewer = { viewer: null, failed: null };

/** A read-only diagram of `xml` inside `host`; `viewer` is null until the import is done. */
export function useNavigatedViewer({ host, xml, focus, onSelect }: {
  host: RefObject<HTMLDivElement | null>;
  xml: string;
  /** The element to show first when the whole diagram would be too small to read. */
  focus?: string;
  onSelect?: (id: string) => void;
}): LoadedViewer {
  const [loaded, setLoaded] = useState({ ...NOTHING, xml, english: false });
  const english = useTranslation().i18n.language === 'en';
  const select = useRef(onSelect);
  const first = useRef(focus);
  useEffect(() => {
    select.current = onSelect;
    first.current = focus;
  });
  useEffect(() => {
    if (!host.current || !xml) return;
    const viewer = new NavigatedViewer({ container: host.current });
    if (english) viewer.on<Parsed>('import.parse.complete', ({ elementsById }) => toEnglish(elementsById));
    let gone = false;
    viewer.on<Clicked>('element.click', ({ element }) => {
      if (element.type !== 'bpmn:Process' && element.type !== 'bpmn:Collaboration') select.current?.(element.id);
    });
    viewer.importXML(xml).then(
      () => {
        if (gone) return;
        showReadably(viewer, { id: first.current });
        setLoaded({ viewer, failed: null, xml, english });
      },
      (error: Error) => {
        if (!gone) setLoaded({ viewer: null, failed: error.message, xml, english });
      },
    );
    const resized = new ResizeObserver(() => {
      if (viewer.getDefinitions()) showReadably(viewer, { id: first.current });
    });
    resized.observe(host.current);
    return () => {
      gone = true;
      resized.disconnect();
      setLoaded({ ...NOTHING, xml, english });
      viewer.destroy();
    };
  }, [host, xml, english]);
  // In the commit in which the language or the file changes, the viewer of before is already destroyed.
  return loaded.xml === xml && loaded.english === english ? loaded : NOTHING;
}
