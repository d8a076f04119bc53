import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ActDialog, type Asked } from './ActDialog';
import type { BatchKind } from './shapes';

interface ActBarProps {
  kinds: readonly BatchKind[];
  selected: string[];
  filter: Record<string, string>;
  found: number | null;
}

/** What can be done with the selected rows, or with all that the filters find. */
export function ActBar({ kinds, selected, filter, found }: ActBarProps) {
  const { t } = useTranslation('repair');
  const [all, setAll] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const count = all ? (found ?? 0) : selected.length;
  const order = all ? { filter } : { ids: selected };
  return (
    <div className="repair-acts">
      <Checkbox checked={all} onChange={({ target }) => setAll(target.checked)}>{t('allFound')}</Checkbox>
      <span className="soft num">{all && found === null ? t('selectedAll') : t('selected', { count })}</span>
      {kinds.map((kind) => (
        <Button
          key={kind}
          danger={kind.startsWith('cancel')}
          disabled={!all && selected.length === 0}
          onClick={() => setAsked({ kind, count, order })}
        >
          {t(`act.${kind}`)}
        </Button>
      ))}
      {asked && <ActDialog asked={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}
