import { useTranslation } from 'react-i18next';

import type { Clock } from '../api/types';
import { clockState, lengthWords, usedPercent, workingWords } from './clockWords';

/** A clock in one line: its name, how much is used of how much, and whether it stands still. */
export function ClockLine({ clock }: { clock: Clock }) {
  const { t } = useTranslation('instance');
  const state = clockState(clock);
  const text = clock.limit_seconds === null
    ? lengthWords(clock.used_seconds)
    : t('usedOf', {
      used: workingWords(clock.used_seconds, clock.working_day_seconds),
      limit: workingWords(clock.limit_seconds, clock.working_day_seconds),
    });
  return (
    <div className={`clock-line clock-${state}`}>
      <span className="clock-name">{clock.name}</span>
      {clock.limit_seconds !== null && (
        <span className="clock-track" aria-hidden><span style={{ width: `${usedPercent(clock)}%` }} /></span>
      )}
      <span className="num">{text}</span>
      {state !== 'running' && <span className="clock-word">{t(`clock.${state}`)}</span>}
    </div>
  );
}
