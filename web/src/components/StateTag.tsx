import { useTranslation } from 'react-i18next';

import type { InstanceState } from '../api/types';

export function StateTag({ state }: { state: InstanceState }) {
  const { t } = useTranslation('app');
  return <span className={`state state-${state.toLowerCase()}`} data-state={state}>{t(`instanceState.${state}`)}</span>;
}
