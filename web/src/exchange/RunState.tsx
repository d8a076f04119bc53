import { useTranslation } from 'react-i18next';

import { ToneTag } from '../components/ToneTag';
import type { ImportRun } from './shapes';

const TONES = { REFUSED: 'bad', CHECKED: 'info', RUNNING: 'info', DONE: 'good', STOPPED: 'warn' } as const;

/** How far an import is, in a word. */
export function RunState({ run }: { run: Pick<ImportRun, 'state' | 'failed'> }) {
  const { t } = useTranslation('exchange');
  const partly = run.state === 'DONE' && run.failed > 0;
  return <ToneTag tone={partly ? 'warn' : TONES[run.state]}>{t(partly ? 'run.partly' : `run.state.${run.state}`)}</ToneTag>;
}
