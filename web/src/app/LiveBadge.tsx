import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import { useLiveState } from './useLiveState';

/** Says in a word whether what is on the screen keeps itself up to date. */
export function LiveBadge() {
  const { t } = useTranslation();
  const state = useLiveState();
  return (
    <Tooltip title={t(`live.${state}Hint`)}>
      <span className={`live-badge live-${state}`} role="status" data-testid="live-badge">
        <span className="live-dot" aria-hidden />
        {t(`live.${state}`)}
      </span>
    </Tooltip>
  );
}
