import { useTranslation } from 'react-i18next';

import { ToneTag } from '../components/ToneTag';
import type { Collection } from './shapes';

const TONES = { CHOSEN: 'plain', WRITTEN: 'info', ANSWERED: 'good', CANCELED: 'warn' } as const;

/** How far a collection file is, in a word. */
export function CollectionState({ row }: { row: Pick<Collection, 'state'> }) {
  const { t } = useTranslation('exchange');
  return <ToneTag tone={TONES[row.state]}>{t(`collections.state.${row.state}`)}</ToneTag>;
}
