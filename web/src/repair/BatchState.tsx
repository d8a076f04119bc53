import { useTranslation } from 'react-i18next';

import { ToneTag } from '../components/ToneTag';
import type { Batch } from './shapes';

const TONES = { RUNNING: 'info', ENDED: 'good', STOPPED: 'warn' } as const;

/** Whether a batch runs, has ended or was stopped. */
export function BatchState({ batch }: { batch: Batch }) {
  const { t } = useTranslation('repair');
  return <ToneTag tone={TONES[batch.state]}>{t(`batches.state.${batch.state}`)}</ToneTag>;
}
